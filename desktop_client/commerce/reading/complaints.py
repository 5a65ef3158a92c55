"""Whether somebody complains of a pain, an injury or what grows where it should not: "my knee hurts when …", 头很痛."""

from __future__ import annotations

from desktop_client.late import Late

_BODY = (
    r"(?:head|stomach|belly|tummy|back|neck|knees?|legs?|feet|foot|toes?|ankles?|hips?|shoulders?|arms?"
    r"|elbows?|wrists?|hands?|fingers?|thumbs?|chest"
    r"|throat|ears?|eyes?|eyelids?|nose|tooth|teeth|molars?|gums?|jaw|skin|scalp|joints?|muscles?|ribs?|heart"
    r"|lungs?|kidneys?|bladder|breasts?|armpits?|groin"
    r"|calf|calves|heels?|shins?|spine|tongue|lips?|pee|urine|poop|stool)"
)
_HAN_BODY = (
    r"(?:头|胃|肚子|小腹|腹部|胸口|胸|背|腰|腿|小腿|大腿|脚|脚踝|脚底|脚后跟|脚趾|膝盖|手|手腕|手臂|胳膊"
    r"|手指|肩膀|肩|脖子|喉咙|嗓子|眼睛|眼皮|耳朵|鼻子|牙齿|牙龈|牙"
    r"|嘴唇|嘴角|舌头|皮肤|头皮|关节|肌肉|心脏|心跳|肝|肾|身上|腋下|乳房|屁股|尾椎)"
)

_AT_A_WORD = (
    rf"(?:my|his|her|their|your|the)\s(?:\w+\s){{0,2}}{_BODY}\s(?:\w+\s){{0,2}}(?:hurts?|hurting|aches?|bleeds?"
    rf"|aching|burns?|throbs?|cracks|itches"
    r"|(?:is|are|feels?|gets?|got|keeps?|has been|went|turned)\s"
    r"(?:\w+\s){0,2}(?:sore|swollen|numb|bleeding|itchy|itching|stiff|inflamed|killing me|tingling"
    r"|twitching|infected|weird|tight|shaking|peeling|dark|bloody|cramping))",
    rf"(?:white|red|weird|black|brown|hard|dark|small|strange|itchy|painful|odd|purple|yellow) (?:stuff|moles?"
    rf"|bumps?|spots?|lumps?|patch(?:es)?|marks?|growth|coating|dots?|bruises?|discharge)"
    rf" (?:on|in|under|inside|behind|all over) (?:\w+ )?(?:{_BODY}|back|kids? |belly|body)",
    rf"(?:(?<![^,.;])|(?<=[,.;] )|(?<=\band ))(?:right |left |lower |upper )?{_BODY}"
    r" (?:feels?|is|are|gets?|keeps?|hurts?|aches?|goes)"
    r" (?:\w+ )?(?:tight|sore|numb|swollen|weird|stiff|heavy|twitching|clicking|popping|itchy|hurting|burning|worse"
    r"|when i|after)",
    r"(?:have|has|having|got|get|getting|caught|catch|catching|with|from|does|treat|cure|fight|over|this|my)"
    r" (?:a |the )?(?:bad |common |head |chest )?colds?\b(?! (?:brew|weather|water|day|night|press|cream|wax|beer"
    r"|drink|room|feet|hands|chain|case|storage|plate|cut|war))",
    r"(?:lost|losing|dropped) (?:\w+ )?(?:kilos?|pounds?|lbs?|kg|weight) without (?:trying|dieting|exercise)",
    r"(?:knees?|hips?|ankles?|wrists?|necks?|jaws?|joints?|shoulders?) (?:cracks?|clicks?|pops?|creaks?"
    r"|grinds?|locks?)\b",
    r"(?:my |his |her )?breath (?:smells|stinks)|lost (?:my|his|her) sense of (?:smell|taste)",
    r"(?:splinter|thorn|nail) (?:\w+ ){0,3}(?:stuck|in my|under my)",
    r"after (?:\w+ )?(?:spinal|hip|knee|back|heart|bypass|shoulder|hernia|eye|foot) (?:fusion|surgery"
    r"|replacement|operation)",
    r"(?:spinal fusion|hip replacement|knee replacement|bypass surgery|post[- ]op|postpartum)\b",
    r"(?:sugar|cholesterol|blood pressure|iron|thyroid|liver|kidneys?) (?:is|are|was|came back|looks?) (?:\w+ ){0,3}"
    r"(?:borderline|high|low|elevated|creeping up|raised)\b(?! (?:in|cost|price))",
    r"(?:can['’]?t|cannot|haven['’]?t|hardly|barely|never|couldn['’]?t) (?:get to |fall |really |properly |even )*"
    r"(?:sleep|slept|asleep)\b|(?:my )?(?:mind|thoughts|head) (?:is |are |keeps? |won['’]?t stop )?rac(?:es|ing)\b",
    r"snor(?:es|ing|ed)\b(?! (?:cat|dog|bear|plush))|(?:came|coming|come) down with (?:something|a|the|some)\b",
    rf"(?:my |the |his |her |both |(?<![^,.;]))?{_BODY} (?:swells?|puffs? up|gave (?:out|way)|gives? (?:out|way)"
    rf"|rattles?"
    r"|seized up|locks? up|went (?:white|numb|purple|blue|dead)|(?:is |are )?killing me)\b",
    r"feels? like (?:there['’]?s )?(?:\w+ ){0,3}(?:sand|glass|knives|needles|pins|fire|razor blades|a lump) (?:in"
    r"|under|behind)\b"
    r"|(?:my|a|the|normal|healthy|resting) (?:resting )?(?:pulse|heart rate|bp|blood pressure|temperature) (?:of|be"
    r"|at|is)\b(?= (?:\w+ )?\d| be)"
    r"|stung by (?:a |an )?(?:nettles?|bee|wasp|jellyfish|scorpion)\b",
    r"(?:itch(?:y|ing|es)?|smells?|lump|burn(?:s|ing)|hurts?|sore|dry|discharge|rash"
    r"|bumps?)\b[^.!?]{0,20} down there\b",
    r"(?:dogs?|cats?|pupp(?:y|ies)|kittens?|rabbits?|bunny|hamsters?|guinea pigs?|horses?|birds?|parrots?|budgies?"
    r"|tortoises?|turtles?|chickens?)['’]?s? (?:\w+ ){0,2}(?:stopped eating|won['’]?t eat|isn['’]?t eating|not eating"
    r"|has worms|(?:is |keeps )?(?:limping|vomiting|throwing up|wheezing|bleeding)|threw up|(?:is )?so? ?lethargic"
    r"|lost weight|has the runs|can['’]?t (?:walk|stand|pee|poop))\b",
    r"(?:finish(?:es|ed)?|come|coming|cum) too (?:quickly|fast|soon|early)\b(?! (?:for|to))|last longer in bed\b"
    r"|can['’]?t (?:stay|get|keep it) (?:hard|up)\b",
    r"(?:blood )?sugars? (?:of|at|is|was|reads?|around) \d{1,3}(?:\.\d)?\b(?! ?(?:g\b|grams?|%|dollars|bucks|cents"
    r"|percent|lbs?|kg))",
    r"(?:put on|gain|lose|drop|shed|losing|gaining) (?:some |a few |more |\d+ ?)?(?:weight|pounds|lbs|kilos|kg|stone)\b"
    r"|slim (?:down|my)\b|skin and bones\b|(?:belly|tummy|thigh|arm) fat\b",
    r"hair (?:\w+ )?(?:is |keeps |was )?(?:falling|coming) out\b|losing my hair\b|going bald\b",
    r"hurts? when i\b|(?:lump|bump|rash|spots?|blisters?|mole|growth) (?:on|under|in|behind) (?:my|his|her)\b",
    rf"(?:swollen|itchy|numb|infected|bleeding|sprained|fractured|inflamed|sore|aching|stiff) {_BODY}\b",
    rf"(?:twisted|sprained|broke|cut|burned|burnt|injured|hit|scraped|jammed|pulled|strained"
    r"|dislocated|fractured|bruised) (?:my|his|her) "
    rf"(?:\w+ )?{_BODY}\b|bites? on (?:my|his|her)\b",
)
IN_CHINESE = (
    r"(?:半夜|凌晨|夜里|天天|每天|每晚|整夜|整晚)[^，。！？]{0,5}(?:就?醒(?:了|来)?(?=$|[，,。！!])|惊醒|睡不[着好]"
    r"|失眠|没睡)",
    r"(?:浑身|全身|周身)(?:上下)?(?:都|一直|总是|老|有点|突然){0,2}(?:发冷|发热|发烫|没劲|没力|无力|酸|疼|痛|痒|难受"
    r"|不舒服|发抖|冒汗|起)",
    r"(?:呼噜|鼾)(?:声)?(?:声?太?(?:大|响|吵)|震天|打得)|打(?:寒战|寒颤|摆子|冷颤)",
    r"(?:掉|减|瘦|甩)(?:掉|个|下|下来)?(?:\d{1,3}|[一二三四五六七八九十两几]{1,3})(?:来|多)?(?:斤|公斤|kg)(?!重)",
    r"(?:腰|背|脚|脚踝|脚腕|膝盖|手腕|手指|脖子|腿|胳膊|肩膀?)(?:给|又|被|都|好像|一下子?){0,2}(?:闪|扭|崴|拉伤"
    r"|挫)(?:了|到|伤|着)",
    r"(?:闪|扭|崴)(?:了|到|伤|着)(?:一下)?(?:我|他|她)?的?(?:老)?(?:腰|脚|膝盖|手腕|脖子|胳膊)",
    r"(?:头发|发丝)[^，。！？]{0,4}(?:一把|大把|成把|一撮|一团|狂|猛)[^，。！？]{0,4}掉"
    r"|掉(?:头)?发[^，。！？]{0,4}(?:一把|厉害|严重|好多|很多|越来越)",
    r"身体(?:是不是|是|到底|哪里|哪儿|出了?|有){1,3}[^，。！？]{0,4}(?:不好|问题|毛病|不对劲)|(?:那方面|床上"
    r"|房事)[^，。！？]{0,4}(?:不行|力不从心|没兴趣|不给力|短)",
    r"(?:总是?|老是?|动不动就?|莫名其妙就?|莫名就?)想哭|(?:什么|啥)(?:事|都)*(?:都)?提不起(?:兴趣|劲|精神)",
    r"(?:半边|一边|半个|一侧)(?:的)?(?:脸|身子|身体|嘴角|手|胳膊|腿)[^，。！？]{0,4}(?:歪|麻|没劲|没力|抬不起|动不了)",
    r"嘴(?:角|巴)?歪|口眼歪斜|说话(?:突然|忽然|有点|一下子)*(?:含糊|大舌头|不清|不利索)|口齿不清",
    r"扎了?(?:根|个|进)?(?:木?刺|玻璃渣|鱼刺)|(?:眼前|视线|看东西|视力)(?:有点|一片|总是)?(?:模糊|发黑|重影|发花)",
    r"(?:闻不到|尝不出)(?:味道|气味|味儿)|(?:鼻血|血)(?:止不住|流不停)|没减肥[^，。]{0,4}瘦|(?:术|手术)后(?:睡|坐|穿"
    r"|吃|用)",
    rf"{_HAN_BODY}(?:里|上|部|下面)?(?:很|有点|有些|一直|老是|总是|经常|突然|隐隐|又|特别|好|发|起了?|会"
    rf"|长了|出了|疼得){{0,3}}"
    r"(?:疼|痛|酸胀|胀痛|麻木|晕|肿|流血|出血|抽筋|抽搐|发麻|痒|刺痛|红肿|水泡|起泡|包块|硬块|疙瘩|好多包"
    r"|很多包|发炎|化脓|溃烂|烂了|脱皮|发黑|使不上劲)",
    rf"{_HAN_BODY}(?:上|里|下面?|这里|那里|边)*(?:时不时|偶尔|一阵一阵|一阵阵|动不动|每天|总是"
    rf"|老是)[^，。！？]{{0,3}}(?:刺|疼|痛|麻|抽|跳|痒|胀|酸)(?!激|绣)",
    rf"{_HAN_BODY}(?:后面|前面|旁边|附近|周围|上面|内侧|外侧|里|上)?(?:有|长|起|冒)(?:了|出)?"
    r"(?:个|一个|几个|好多|很多|块|些)?(?:小|红|硬|大)?"
    r"(?:包|疙瘩|硬块|肿块|红点|白点|疹|泡|痣|斑|血丝|瘤)|眼皮(?:为什么|怎么|一直|总|老|又)*(?:跳|抽)",
)
_ITS_CHARACTERS = (
    "夜凌天每整浑全周呼鼾打掉减瘦甩闪扭崴发那床房总老动莫什啥脖手半一口说扎眼视"
    "看闻尝鼻血没术头胃肚小腹胸背腰腿大脚膝胳肩喉嗓耳牙嘴舌皮关肌心肝肾身腋乳屁尾"
)
"""What those ways begin with: the rest of a text is passed over."""
_COMPLAINT = (
    Late(rf"\b(?=[a-z])(?:{'|'.join(_AT_A_WORD)})"),
    Late(rf"(?=[{_ITS_CHARACTERS}])(?:{'|'.join(IN_CHINESE)})"),
)


def complaint(folded: str) -> tuple[int, int] | None:
    """Where a complaint is made in a folded text; None where there is none."""
    found = next((match for way in _COMPLAINT if (match := way.search(folded))), None)
    return found.span() if found is not None else None
