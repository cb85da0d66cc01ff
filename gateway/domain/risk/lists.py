"""The lists of words that the phrases of the risk screen share."""

from __future__ import annotations

LISTS = {
    "child": "he him his she her they them child kid kids children boy girl son daughter baby brother sister little_one lad"
    " pupil pupils me us myself himself herself son's daughter's",
    "carer": "dad dads father mum mums mother parent parents stepdad stepmum step-dad step-mum"
    " stepfather stepmother uncle auntie aunt"
    " grandad grandpa granddad grandfather nan gran boyfriend girlfriend partner husband hubby ex wife fella bloke carer foster"
    " babysitter lodger cousin brother friend man men neighbour mans saas dada abbu chacha tata ojciec maz",
    "staff": "teacher teachers miss sir ta tas supply coach coaches instructor instructors helper helpers volunteer assistant"
    " dinner_lady dinner_ladies dinnerlady lunchtime_lady lunch_lady midday supervisor staff caretaker tutor head headteacher"
    " lady man mr mrs ms driver escort mr_* mrs_* ms_* miss_* sports_man music_teacher music_man cleaner key_worker",
    "hit": "hit hits hitting hurt hurts hurting slap slaps slapped slapping smack smacks smacked smacking punch punches punched"
    " kick kicks kicked beat beats beaten beating whack whacks whacked belt belted strangle strangled choke choked choking"
    " throttled grab grabs grabbed shake shakes shook batter batters battered thump thumps thumped burnt burned bit headbutted",
    "handle": "grab grabs grabbed grabbing pull pulls pulled pulling push pushes pushed pushing shove shoves shoved drag drags"
    " dragged dragging hold holds held holding hit hits slap slaps slapped smack smacks smacked pinch pinches pinched nip nips"
    " nipped poke pokes poked shake shakes shook yank yanks yanked twist twists twisted squeeze squeezes squeezed kick kicks"
    " kicked throw throws threw flick flicks flicked jab jabbed squash squashed lift lifted grip gripped gripping",
    "body": "arm arms leg legs back face neck ear ears wrist wrists hand hands head cheek cheeks shoulder shoulders bum bottom"
    " thigh thighs tummy chest body hair eye eyes knuckles ribs ankle",
    "mark": "mark marks bruise bruises bruised bruising welt welts burn burns handprint hand_print finger_marks fingermarks"
    " scratches scratch lines red cuts cut scar scars swelling bite_mark red_marks wound",
    "afraid": "scared scare afraid frightened frighten terrified petrified fear fears dread dreads scares frightens terrifies"
    " frit cowers flinch flinches flinched",
    "drunk": "drunk drinking drink drinks alcohol pissed wasted stoned high booze booze_on_him vodka cans beers spliff weed"
    " needle needles heroin cocaine coke drugs crack pills hammered legless off_his_head off_her_head off_his_face paralytic",
    "weapon": "knife knives blade machete shank zombie gun guns bat hammer acid axe petrol screwdriver razor crossbow hatchet",
    "online": "whatsapp whatsapps group_chat groupchat chat group chats snapchat tiktok instagram facebook roblox minecraft"
    " discord fortnite youtube online app game server messenger fifa xbox ps5 playstation account page video post story poll"
    " internet server snap telegram twitter x social_media be_real bereal threads videos tik_tok",
    "network": "whatsapp group_chat groupchat snapchat tiktok instagram facebook roblox minecraft discord fortnite youtube"
    " online messenger telegram bereal",
    "gone": "missing vanished disappeared gone lost",
    "private": "private privates bits willy fanny bum bottom underwear knickers pants boobs chest genitals down_there"
    " between_her_legs between_his_legs minnie flower foof winkie",
}
