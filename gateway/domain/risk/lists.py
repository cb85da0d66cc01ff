"""The lists of words that the phrases of the risk screen share."""

from __future__ import annotations

LISTS = {
    "child": "he him his she her they them child kid kids children boy girl son daughter baby brother sister"
    " little_one lad"
    " pupil pupils me us myself himself herself son's daughter's",
    "carer": "dad dads father mum mums mother parent parents stepdad stepmum step-dad step-mum"
    " stepfather stepmother uncle auntie aunt"
    " grandad grandpa granddad grandfather nan gran boyfriend girlfriend partner husband hubby ex wife fella"
    " bloke carer foster"
    " babysitter lodger cousin brother friend man men neighbour man granny grandma nana nanna papa mama ammi"
    " step_dad step_mum"
    " step_father step_mother stepmother stepbrother stepsister mother_in_law childminders saas dada abbu chacha"
    " tata ojciec maz",
    "staff": "teacher teachers miss sir ta tas supply coach coaches instructor instructors helper helpers"
    " volunteer assistant"
    " dinner_lady dinner_ladies dinnerlady lunchtime_lady lunch_lady midday supervisor staff caretaker tutor head"
    " headteacher"
    " lady man mr mrs ms driver escort mr_* mrs_* ms_* miss_* sports_man music_teacher music_man cleaner key_worker",
    "hit": "hit hits hitting hurt hurts hurting slap slaps slapped slapping smack smacks smacked smacking punch"
    " punches punched"
    " kick kicks kicked beat beats beaten beating whack whacks whacked belt belted strangle strangled choke"
    " choked choking"
    " throttled grab grabs grabbed shake shakes shook batter batters battered thump thumps thumped burnt burned"
    " bit headbutted",
    "handle": "grab grabs grabbed grabbing pull pulls pulled pulling push pushes pushed pushing shove shoves"
    " shoved drag drags"
    " dragged dragging hold holds held holding hit hits slap slaps slapped smack smacks smacked pinch pinches"
    " pinched nip nips"
    " nipped poke pokes poked shake shakes shook yank yanks yanked twist twists twisted squeeze squeezes squeezed"
    " kick kicks"
    " kicked throw throws threw flick flicks flicked jab jabbed squash squashed lift lifted grip gripped gripping",
    "body": "arm arms leg legs back face neck ear ears wrist wrists hand hands head cheek cheeks shoulder"
    " shoulders bum bottom"
    " thigh thighs tummy chest body hair eye eyes knuckles ribs ankle",
    "mark": "mark marks bruise bruises bruised bruising welt welts burn burns handprint hand_print finger_marks"
    " fingermarks"
    " scratches scratch lines red cuts cut scar scars swelling bite_mark red_marks wound",
    "afraid": "scared scare afraid frightened frighten terrified petrified fear fears dread dreads scares"
    " frightens terrifies"
    " frit cowers flinch flinches flinched",
    "drunk": "drunk drinking drink drinks alcohol pissed wasted stoned high booze booze_on_him vodka cans beers"
    " spliff weed"
    " needle needles heroin cocaine coke drugs crack pills hammered legless off_his_head off_her_head"
    " off_his_face paralytic",
    "weapon": "knife knives blade machete shank zombie gun guns bat hammer acid axe petrol screwdriver razor"
    " crossbow hatchet",
    "online": "whatsapp whatsapps group_chat groupchat chat group chats snapchat tiktok instagram facebook roblox"
    " minecraft"
    " discord fortnite youtube online app game server messenger fifa xbox ps5 playstation account page video post"
    " story poll"
    " internet server snap telegram twitter x social_media be_real bereal threads videos tik_tok",
    "network": "whatsapp group_chat groupchat snapchat tiktok instagram facebook roblox minecraft discord"
    " fortnite youtube"
    " online messenger telegram bereal",
    "gone": "missing vanished disappeared gone lost",
    "private": "private privates bits willy fanny bum bottom underwear knickers pants boobs chest genitals down_there"
    " between_her_legs between_his_legs minnie flower foof winkie",
    "them": "him her them me us himself herself themselves",
    "strike": "hit hits hitting slap slaps slapped slapping smack smacks smacked smacking punch punches punched"
    " punching kick"
    " kicks kicked kicking beat beats beaten beating whack whacks whacked thump thumps thumped batter batters"
    " battered belts"
    " belted spank spanks spanked whip whips whipped strangle strangles strangled choke chokes choked choking"
    " throttle* burn"
    " burns burned burnt scald* shake shakes shook grab grabs grabbed grabbing pin pins pinned drag drags dragged"
    " dragging"
    " shove shoves shoved shoving push pushes pushed pushing pinch pinches pinched throw throws threw thrown"
    " throwing bite"
    " bites bit twist twists twisted squeeze squeezes squeezed yank yanks yanked headbutt* stab stabs stabbed"
    " kicked_in"
    " squash squashed squashes crush crushed knocks knocked_about clout clouts clouted clip clips clipped hurt"
    " hurts hurting",
    "wound": "bruise bruises bruising bruised burn burns scald scalds welt welts handprint handprints hand_print"
    " fingermarks"
    " finger_marks finger_mark fingermark cigarette_burn bite_mark bite_marks swelling swollen lumps sores",
    "clumsy": "fell fall falls falling tripped trip slipped bumped bump banged scooter bike trampoline football"
    " rugby netball"
    " cricket ball climbing climbed frame slide swing swings tree bramble brambles cat kitten rabbit hamster dog"
    " eczema"
    " chickenpox rash hives birthmark henna paint pen felt_tip ink mud lipstick karate judo gymnastics skating"
    " skates roller"
    " pony goal goalpost tackle tackled jab vaccine vaccinated vaccination injection plaster operation nettle"
    " nettles midge midges mosquito wasp bee"
    " sunburn freckle freckles collided clumsy goalie hockey bruise_easily brother_bit sister_bit tin"
    " iron_tablets dance oven"
    " baking wobbly tooth playing",
    "other_adult": "uncle auntie cousin stepdad stepfather step_dad step_father stepbrother boyfriend partner"
    " lodger babysitter"
    " neighbour friend grandad grandpa brother man bloke tutor fella stranger",
    "cutter": "blade blades razor razors scissors compass sharpener lighter knife glass",
    "stranger": "man men lad bloke stranger strangers adult grown_up someone somebody guy chap teenager older"
    " person people woman",
    "net": "whatsapp group_chat groupchat group_chats snapchat tiktok instagram facebook roblox minecraft discord"
    " fortnite"
    " youtube online messenger telegram class_group class_chat xbox ps5 ps4 playstation snap insta be_real"
    " internet server",
    "cruel": "horrible nasty mean bully* bullied bullying ugly fat pig hates hated kys cruel vile horrid awful"
    " picked_on"
    " picking_on mocking mocked mock laughing_at taking_the_mick threats threatening abuse filth freak loser"
    " nonce paedo"
    " slag slut weirdo stinks smells humiliat* tormented torment* ganging hounding kicked kicking make_fun"
    " making_fun disgusting",
    "insult": "stupid thick dumb idiot idiots fat lazy baby liar disgusting smelly dirty useless pathetic retard"
    " retarded moron"
    " worthless ugly weirdo freak animal animals pig piggy monkey hopeless failure loser brat cry_baby crybaby"
    " scum chubby fatty"
    " spaz spastic fool nasty_boy nasty_girl waste_of_space waste_of_time thicko rubbish_at",
    "school_place": "door gate club breakfast_club pool swimming office hall lunch dinner kitchen minibus taxi"
    " bus reception pe"
    " forest_school after_school_club football dance gym",
    "thing": "glove gloves mitten mittens scarf hat cap coat coats jacket hoodie jumper jumpers cardigan sweatshirt fleece"
    " blazer tie shirt polo trousers shorts skirt dress sock socks shoe shoes trainer trainers plimsoll plimsolls boot boots"
    " welly wellies wellington wellingtons kit bag bags lunchbox lunch_box lunch_bag bottle flask book books bookbag diary"
    " folder homework worksheet sheet page pages letter letters slip form forms list card cards ticket tickets pencil pencils"
    " pencil_case pen ruler calculator glasses goggles towel costume ball scooter bike helmet umbrella necklace bracelet"
    " watch ring earring tooth toy toys bear recorder violin trumpet instrument piece pieces drum lid link email parcel money"
    " purse keys charger inhaler epipen record label name_tag badge",
}
