"""Kinds of words: what a family may call the same thing, so that what is learnt of one word is known of the others."""

from __future__ import annotations

from gateway.domain.wording import fold, spelt

KINDS: dict[str, str] = {
    "family": """
        abbu amca ammi anne aunt* auntie avo baba babcia brother* bunica chacha cousin* dad* dada daddy
        dziadek family father* gran grandad* grandfather grandma grandmother grandpa granny in_law khala mama
        mother* mum* mummy nan nana nani nanna ojciec papa parent* relative* sibling* sister* step stepbrother
        stepdad stepfather stepmother stepmum tata tatal teyze tia tio unchi uncle* wujek бабуся дядько мама
        тато أبي أمي جدة خال
        """,
    "partner": """
        bloke boyfriend* ex fella fiance girlfriend* hubby husband* kocam marido maz partner* shami shohar
        sotul soțul wife чоловік زوجي
        """,
    "school_adult": """
        assistant* caretaker* coach* colleague dinner_lady driver* escort head headteacher helper* instructor*
        lunchtime midday miss nauczyciel* ogretmen* profesoar* professor* sir staff supervisor* supply tas
        teacher* tutor* volunteer* вчител* المعلم
        """,
    "known_adult": """
        adult* babysitter* bloke childminder* friend_of grown_up guy lad landlord lodger* man men neighbour*
        older people somebody someone stranger*
        """,
    "peer": """
        boy* bully* child* children classmate* friend* gang girl* group* kid* lads mate* other others pupil*
        """,
    "hurt": """
        assault* attack* bash* bat bate bateu bating batter* beat beaten beating beats belt* bije bit bite
        bites burn* chok* clout* dovuy* headbutt* hit hits hitting hurt hurting hurts kick* loveste
        lovit maare punch* scald* slap* smack* stab* strangl* strap* thrash* throttl* thump* uderz*
        vurdu whack* б'є вдарила ضرب يضرب
        """,
    "handle": """
        drag* grab* grip* held hold holding holds lift* lock locked locking locks nip* pin pinch* pinned
        pinning poke* pull* push* restrain* shake* shaken shook shov* shut squeez* tape taped threw throw
        throwing thrown throws tie tied twist* yank*
        """,
    "touch": """
        bare cuddl* dotyka fondl* grop* inappropriate* kiss* lap massage* naked nude porn* rub rubbed rubs sex
        sexual* sexy strok* tickl* touch* undress*
        """,
    "private": """
        bath bits bottom bum clothes fanny knickers pants penis photo photos picture pictures private* pyjama*
        selfie* shower toilet* topless underwear vagina willy
        """,
    "body": """
        arm* back cheek* chest collar ear ears eye eyes face finger* hair hand hands head knuckles leg legs
        lip neck nose rib ribs shoulder* skin thigh* throat tummy wrist*
        """,
    "mark": """
        black_eye bled bleed* blood broken bruis* cut cuts cutting fracture* handprint lump* mark* red scar*
        scratch* sore* swelling swollen vanatai welt* wound*
        """,
    "afraid": """
        afraid anxi* anxious boi boje boję cower* dare dread* fear* flinch* frica frică frighten* hid hides
        hiding jumpy korku* medo nervous nightmare* panic* petrif* scare* scared shak* tense terrif* trembl*
        wets wetting страшно خائف*
        """,
    "secret": """
        behind_back between_us delete* hidden hide hiding hush nobody_knows not_tell private* promis* quiet
        secret* tell_anyone tell_no whisper*
        """,
    "drunk": """
        alcohol* beer booz* cans cocaine drink drinking drinks drug* drunk* heroin needle* passed_out pills
        pissed pub slumped slur* smell* smelt stank stink* stoned sway* vodka weed wine
        """,
    "weapon": """
        acid axe bat blade* gun guns hammer hatchet knife knives machete petrol razor* screwdriver sword
        weapon*
        """,
    "kill": """
        dead death die dying end_it hang* kill* maar murder* oldur* omor shoot shot stab* zabij* бий
        """,
    "selfharm": """
        disappear* goodbye hurt_herself hurt_himself not_be_alive not_here not_wake overdose* pointless
        self_harm selfharm* sleep_forever suicid* tablets worthless
        """,
    "neglect": """
        coat cold dirty electric empty fed filthy food fridge gas heating hungry meter nits sleeping_in smell*
        starv* thin unfed unwashed urine wee
        """,
    "alone": """
        alone home_alone late left_them midnight night own themselves till unattended unsupervised
        """,
    "missing": """
        cannot_find disappear* find gone last_seen looked lost missing never_came nobody_has not_arrived
        not_find not_here not_home ran run_off runaway search* seen vanish* where whereabouts wherever
        """,
    "gate": """
        bus canal corner door fence gate home minibus museum park playground road site station street town
        """,
    "revenge": """
        burn come_down deal get_hurt hes_dead him_out know_where lesson lives outside payback regret* revenge
        round smash* sorry_for sort teach_him wait waiting warned warning watch_your
        """,
    "net": """
        account chat chats clip discord facebook* fake film* fortnite game gaming group_chat groupchat insta
        instagram* meme* messag* messages messenger minecraft online phone phones playstation poll post*
        roblox screenshot* server server* share* snapchat* telegram text texts tiktok* video* views whatsapp*
        xbox youtube
        """,
    "cruel": """
        abuse* abusive bitch* call called calling cruel die disgust* exclud* fat freak hate hated hates
        horrible humiliat* idiot ignor* insult* kys laugh* leav leave_out left_out loser mean mock* names
        nasty nonce paedo pick* pig retard smelly spite* stupid taunt* teas* tease* thick torment* ugly vile
        weirdo
        """,
    "law": """
        bail court custody injunction order passport* police prison refuge social_services social_worker
        solicitor
        """,
    "say": """
        admitted asked claim claims disclosed heard let_slip mention* overheard reported said says tell
        telling tells told whisper*
        """,
    "hedge": """
        awkward bothers concern* daft funny maybe might niggl* not_sure nothing odd overreact* perhaps place
        probably right silly strange uneasy unsure weird wonder* worried worry wrong_end
        """,
    "night": """
        asleep bed bedroom bedtime midnight night* saturday sleep* sunday weekend
        """,
    "change": """
        changed different lately longer not_eat not_sleep quiet refuse* silent since stopped suddenly
        withdrawn won't
        """,
    "fiction": """
        author book* chapter concert costume* drama film* history homework library minecraft museum music
        nativity panto play plays poem project rehears* roman* sang script show sing song stories story topic
        tudor* victorian* viking*
        """,
    "event": """
        assembly club date dates disco evening fair form kit letter list meeting menu money newsletter order
        paid pay policy slot talk ticket* training trip uniform workshop
        """,
    "sport": """
        bike bump* climb* fall fell football goal graze* match netball pitch plaster rugby scooter slip* swim*
        teeth tooth trampoline trip*
        """,
    "settled": """
        better brilliant cheers false_alarm fine found glad good great happy lovely okay panic_over perfect
        resolved safe sorry sorted super thank thanks well wonderful
        """,
    "distress": """
        beside broke cope coping cries cry* desperate devastat* distraught dread* exhaust* falls_apart
        heartbr* lonely meltdown* miserable sad screaming sob* struggl* tears tired upset wits worried worry*
        """,
    "request": """
        appointment baat call chat come conversation discuss face falar free hablar konusmak meet meeting
        minutes phone pop ring see speak spotkac talk vorbim word поговорити
        """,
    "private_matter": """
        adopt* afford asylum benefits bereave* between_us cancer confidential* custody death debt depress*
        diagnos* died divorc* embarrass* evict* foster* funeral home_office hospital ill illness immigration
        miscarr* money pregnant private* redundan* rent sensitive separat* shame split surgery treatment visa
        """,
    "provision": """
        adhd admission appeal assessment autism dyslexi* ehcp funding hour hours paediatric* panel place plan
        provision psychologist reduced report section sen senco send speech support target* therapy timetable
        transition tribunal
        """,
    "attack": """
        bunch clown* clueless disgrace* idiot* incompetent joke lazy liar* lie lied lies muppets pathetic
        precious ridiculous rubbish sack sacked shambles shame shameful stupid useless waste
        """,
    "demand": """
        action consequences deadline demand* expect immediately insist* lawyer legal noon now require
        solicitor sue today
        """,
    "again": """
        again ago already asked chase chasing circles earlier emails fortnight keep keeps previous reminder
        repeat* repeatedly same second still third times twice unanswered weeks wrote yet
        """,
    "unhappy": """
        acceptable angry apologise apology appall* complain* complaint* disappoint* dissatisf* explain
        explanation fail* failed failure fuming furious ignored let_down livid nobody promised refund supposed
        unaccept* unfair unhappy why wrong
        """,
    "publish": """
        comments echo facebook gazette google journalist* mp news ofsted paper petition post posted posting
        press public radio reporter review reviews share shared twitter viral
        """,
    "bad_news": """
        afraid ambulance broken decided decision died difficult exclu* hospital injur* not_reach* passed
        regret sad sadness sorry_to suspend* turned_down unfortunately upsetting
        """,
    "sick": """
        asthma atesli bimar bolnav* bug bukhar chickenpox chora chory cold conjunctivitis cough* diarrhoea
        doente febra febre fever flu goraczke hasta headache ill infection jor lurgy nits norovirus oshustho
        poorly pox rash sick sore tabiyat temp temperature threw throw tummy unwell virus vomit* температура
        хвор* حرارة مريض*
        """,
    "away": """
        aayega absence absent chutti gelmeyecek home jabe keep keeping miss not_attend not_coming not_in off
        okula przyjdzie ramane school stay* staying today vai vine wont_be zostaje прийде
        """,
    "late": """
        appointment atrasad* behind bus delay* dentist deri eta gec geç intarzi* kalac* late minutes optician*
        overslept puncture register running spozni* stuck traffic train tyre запізн* سنتأخر
        """,
    "collect": """
        alacak buscar childminder club collect* collecting early fetch* home lene lift minibus niye odbierze
        password pick pick_up picking picks pickup taxi vine_bunica walk забере ستأخذ
        """,
    "medicine": """
        5ml antibiotic* antihistamine antybiotyk calpol cream dawai dose drops epipen ibuprofen ilac* inhaler*
        insulin lek lekarstwo medicine* ml oshudh paracetamol pharmac* piriton prescri* puffs spoon* tablet*
        xarope лік* الدواء دواء
        """,
    "when": """
        aaj afternoon aj amanha azi bugun dzis friday hoje jutro kal lunch maine monday morning noon now
        o'clock thursday today tomorrow tonight tuesday wednesday yarin завтра сьогодні اليوم غدا
        """,
}
"""A star stands for any ending; ``own_home`` is two words. Several languages stand side by side."""

_EVER_SHORTER = 2
"""The fewest letters that a word with a star has."""


def _sorted_out() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    whole: dict[str, tuple[str, ...]] = {}
    stems: dict[str, tuple[str, ...]] = {}
    for kind, words in KINDS.items():
        for word in words.split():
            if word.endswith("*"):
                stem = fold(word[:-1])
                stems[stem] = (*stems.get(stem, ()), kind)
            else:
                plain = " ".join(part for one in word.split("_") for part in spelt(one))
                whole[plain] = (*whole.get(plain, ()), kind)
    return whole, stems


_WHOLE, _STEMS = _sorted_out()
PAIRS = frozenset(words for words in _WHOLE if words.count(" ") == 1)
"""The kinds' words that are two in a row."""
PAIRS_BEGIN = frozenset(words.split()[0] for words in PAIRS)


def kinds_of(words: str) -> tuple[str, ...]:
    """The kinds of one plain word, or of two with a blank between, in no order; empty where it is of none."""
    kinds = set(_WHOLE.get(words, ()))
    if " " not in words:
        for length in range(_EVER_SHORTER, len(words) + 1):
            kinds.update(_STEMS.get(words[:length], ()))
    return tuple(kinds)
