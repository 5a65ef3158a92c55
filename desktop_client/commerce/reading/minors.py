"""Whether a child speaks, and whether someone wants for a child what is sold to adults only (promise P14)."""

from __future__ import annotations

from desktop_client.late import Late

_YOUNG = r"(?:[5-9]|1[0-7]|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)"
_YEARS = r"[ -]?(?:years?[ -]?olds?|yrs?[ -]?olds?|y\.?o\.?\b|y/o|years? of age|yrs?\b)"
_NOT_AN_AGE = (
    r"(?![\w:'/]|\.\d|['’]\d)(?!\s?(?:%|percent|minutes?|mins?|hours?|hrs?|weeks?|months?|days?|years? (?!old|of age)"
    r"|years?,|lbs?|pounds?|kg|kilos?|km|miles?|feet|ft|cm|m\b|mm|inch(?:es)?|stone|times|or older|people|blocks?"
    r"|points?|dollars|bucks|am\b|pm\b|o'clock|and a half (?:feet|hours)|away|steps?|chapters?|episodes?|[-–] ?\d"
    r"|of\b|in\b(?! (?:a|one|two|\d+|next|june|july|may|the fall|\w+ days))))"
)
_SCHOOL = r"(?:(?:elementary|primary|grade|middle|junior high|high|secondary)[ -]?school|junior high)"
_GRADE = (
    r"(?:(?:[1-9]|10|11|12)(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh"
    r"|twelfth)[ -]grade"
)
_PARENT = r"(?:parents?|mom|mum|mommy|mummy|dad|daddy|mother|father|folks|grandma|grandparents)"
_BIRTHDAY = (
    r"(?:(?:[89]|1[0-7])th|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth)"
    r" (?:birthday|b-?day|bday)"
)
_I_AM = (
    r"(?:we(?:['’]?re| are)(?: both| two| all)?"
    r"|i(?:['’]?m| am|['’]?ll be| will be| just turned| turned| turn|['’]?m turning| am turning))"
)
_SOON = r"(?: (?:only|just|still|like|about to be|about|going to be|turning|almost|nearly|a|an|barely))*"

_AFTER_A_STOP = r"(?<![^(,.;!?])|(?<=[(,.;!?] )"
_AT_A_WORD = (
    # "Explain it like I'm five" is what grown-ups say.
    rf"(?=[iw])(?<!like )(?<!as if ){_I_AM}{_SOON} (?:{_YOUNG}{_NOT_AN_AGE}|{_YOUNG}{_YEARS})",
    rf"{_I_AM}(?: (?:only|just|still|in|a|an|currently|going into|starting|the|new to))*"
    rf" (?:{_SCHOOL}|{_GRADE}|year (?:[5-9]|1[0-2])\b|grade (?:[1-9]|1[0-2])\b|[5-9]th grader)"
    r"(?! (?:teacher|coach|counselor|principal|gym|band|football|math|science|english|history|librarian|nurse))",
    rf"i (?:go to|attend|started|start|am starting|just started|just finished) (?:\w+ )?(?:{_SCHOOL}|{_GRADE})",
    rf"(?:freshman|sophomore|junior|senior) (?:in|at) (?:a |my )?(?:{_SCHOOL}|hs\b)",
    rf"{_I_AM} (?:an? )?(?:teen(?:ager)?|minor|kid|child|under[ -]?aged?|tween|preteen|schoolgirl|schoolboy"
    rf"|{_SCHOOL}er|{_SCHOOL} (?:kid|student|freshman|sophomore|junior|senior))s?\b(?! (?:at heart|of))",
    r"i(?:['’]?m| am) (?:not (?:yet |even )?|under |below |younger than )(?:18|eighteen)\b",
    rf"as an? (?:{_YOUNG}{_YEARS}|teen(?:ager)?\b|minor\b|kid\b(?! i)|{_GRADE}r?|(?:high|middle)[ -]?schooler"
    rf"|{_SCHOOL} (?:student|freshman|sophomore|junior|senior)\b)",
    r"(?:girl|boy|female|male|f|m),? ?(?:aged? |age )?1[0-7]\b(?![\w.%\"'’-]| (?:inch|cm|pack|pcs))"
    r"(?= here| needs?\b| wants?\b| looking\b|[,.)!?]|$)",
    rf"(?:{_YOUNG}{_YEARS}|{_GRADE}r|teen(?:ager)?|{_SCHOOL}er)(?: (?:girl|boy|kid|student))? like me\b",
    rf"(?:as|{_I_AM}) an? (?:freshman|sophomore|junior|senior) (?:in|at|from) (?:[\w'’]+ ){{0,3}}(?:high|hs|prep)\b",
    rf"my age is {_YOUNG}\b|age:? ?{_YOUNG}\b(?= (?:and|here|,)|[,.]) ",
    rf"my {_PARENT} (?:can['’]?t|cannot|must not|mustn['’]?t|shouldn['’]?t) (?:know|find out|see|notice)\b",
    rf"my {_PARENT} (?:doesn['’]?t|don['’]?t|does not|do not) know (?:that |about (?:it|this)\b|i['’ ])",
    rf"(?:us|we)(?: are)?(?: two| both| all| three){{1,2}} {_YOUNG}{_YEARS}",
    rf"(?<!is )(?<!['’]s )(?<!son )(?<!daughter )(?<!boy )(?<!girl )turning {_YOUNG}(?= (?:in|next|this|soon)\b)",
    rf"at {_YOUNG} if (?:ur|u|you['’]?re|you are|i['’]?m)\b",
    r"(?:yr|year) (?:[5-9]|1[0-2])s? (?:\w+ )?(?:homework|coursework|mocks?|gcse)\b",
    rf"my {_PARENT} (?:won['’]?t|don['’]?t|doesn['’]?t|never|wouldn['’]?t) (?:lets?|allows?|buys?|want) me\b",
    rf"my {_PARENT} (?:would|will|['’]ll) kill me|my {_PARENT} (?:says?|thinks?) i['’]?m (?:too young|not old)",
    rf"(?:without|so that?|before) (?:my |the )?{_PARENT} (?:\w+ )?(?:know|find|see|notic|check)\w*",
    rf"(?:hide|hidden|secret|sneak\w*) (?:\w+ ){{0,4}}from my {_PARENT}|behind my {_PARENT}['’]?s? backs?",
    r"(?:with|from|saved|save up|spend) (?:up )?my (?:own )?(?:allowance|pocket money|lunch money|piggy bank)",
    rf"my {_PARENT} (?:gave|give|gives) me (?:\w+ ){{0,3}}(?:allowance|pocket money)",
    r"my (?:weekly |monthly )?(?:allowance|pocket money) (?:is|was|isn['’]?t|won['’]?t|doesn['’]?t|only)\b",
    rf"(?<!his )(?<!her )(?<!their )(?<!your )\b{_PARENT} (?:won['’]?t|doesn['’]?t|don['’]?t|never)"
    r" (?:lets?|allows?) me\b",
    r"(?:i['’]?m|i am) too young to (?:buy|order|get)\b",
    rf"(?:using|use|with|on|put it on|borrow|take|took|steal|have|got) my {_PARENT}['’]?s? (?:\w+ )?(?:card"
    r"|visa|paypal)\b",
    rf"my {_PARENT} (?:told|asked|said) (?:me )?(?:i should |to )?ask (?:you|here)\b"
    r"(?![^.!?]{0,60}\bmy (?:sons?|daughters?|kids?|wife|husband)\b)",
    r"my (?:\w+ )?teacher (?:(?:mrs|mr|ms|miss)\.? \w+ )?(?:said|says|told us|wants us)(?: that)? (?:we|i|to)\b"
    rf"(?=[^.!?]{{0,60}}{_GRADE})",
    rf"don['’]?t tell my {_PARENT}\b|my {_PARENT} (?:is|are) (?:gonna|going to) be (?:so )?mad\b",
    r"(?:for|in|at) my (?:middle|elementary|primary|junior high|grade) school"
    r"(?! (?:son|daughter|kids?|child|students?|boy|girl|er|aged|class(?:room)? (?:i|reunion)|teacher|reunion"
    r"|friend|grandson))",
    r"(?:when|until|till|before) i(?:['’]?m| am| turn) (?:18|eighteen)\b|i(?:['’]?m| am) (?:not|still not) 18\b",
    r"i(?:['’]?m| am) in (?:the )?(?:[5-9]th|1[0-2]th|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)"
    r"(?=[,.!?;]|$| (?:and|but|so|now|grade|this)\b)",
    rf"my (?:upcoming |next )?{_BIRTHDAY}\b(?! (?:i|we) (?:was|were|got)| in (?:19|20)\d\d| ago)",
    r"my (?:sweet (?:16|sixteen)|quincea[nñ]era|(?:bar|bat) mitzvah|first communion)\b(?! (?:girl|guest))",
    rf"my {_PARENT} (?:said|says|say|told me|promised|agreed)(?: that)? i (?:can|could|may|am allowed to|get to"
    rf"|have to)"
    rf"|my {_PARENT} (?:lets?|allows?) me\b|(?:{_PARENT}) said (?:i should |to |i can )?ask (?:you|u|here)\b",
    r"my (?:principal|teacher|school) (?:banned|bans|took (?:away|my)|confiscat\w+|won['’]?t let|doesn['’]?t let"
    r"|doesn['’]?t allow|does not allow)\b(?! (?:my (?:son|daughter|kid)|parents))",
    r"my (?:\w+ )?teacher (?:said|says|told us|wants us)(?: that)? (?:we|i)\b"
    r"(?=[^.!?]{0,60}(?:\balgebra|geometry|homeroom|recess|freshman|sophomore|spelling test|book report|science fair))",
    r"i(?:['’]?d| would|['’]?ll| will|['’]?m| am| was| just)?(?: get| be| got)? grounded\b(?! (?:outlet|plug|socket"
    r"|in))"
    rf"|my {_PARENT} (?:would|will|is gonna|['’]ll) ground me",
    rf"can i (?:buy|get|order|have|use) (?:\w+ ){{1,3}}at {_YOUNG}(?=[?.!,]|$)",
    rf"(?:me and my|my) friends (?:from|in) (?:{_GRADE}|{_SCHOOL})",
    rf"i(?:['’]?m| am)? ?(?:just )?(?:starting|finished|finishing|done with|entering|start)"
    rf" (?:in |the )?{_SCHOOL}(?! (?:teacher|job|as a))",
    rf"(?:for|at|in) {_SCHOOL}, i(?:['’]?m| am) starting|us (?:kids|teens|7th graders|8th graders)\b",
    rf"(?:for|in) my {_GRADE} (?:\w+ )?(?:class|homework|project|teacher|exam|test|finals|graduation|dance|band)\b",
    r"i (?:get|have|only get|make|earn) (?:\S+ ){1,4}(?:allowance|pocket money)\b",
    r"i(?:['’]?m| am) not old enough\b|i(?:['’]?m| am) (?:still )?under ?age\b",
    r"my (?:homeroom|recess|6th grade|7th grade|8th grade|sixth grade|seventh grade|eighth grade) (?:teacher"
    r"|class|friends?)\b"
    r"(?! (?:of|said my (?:son|daughter)))",
    rf"(?=1)(?:{_AFTER_A_STOP}|(?<=\bme ))1[0-7][ /-]?(?:yo?|m|f|y/o|girl|boy|male|female)\b"
    r"(?: here| looking| need)?[\s,.):;!?]",
    rf"(?=[kmt])(?:{_AFTER_A_STOP})(?:kid|teen|minor|middle schooler|tween) here\b",
)
"""How one says so, from the beginning of a word on."""
_AT_THE_BEGINNING = (
    rf"(?:an? )?{_YOUNG}{_YEARS}(?:,? (?:girl|boy|guy|dude|kid|female|male|student|m|f))? (?:here|looking for)\b",
    r"\(?(?:[89]|1[0-7])(?: ?years?(?: old)?)?\s?[,，:)]",
    rf"(?:only|just|still|barely) {_YOUNG} (?:but|and i|so i)\b",
    rf"(?:just|finally|recently|only|almost) (?:turned|turning) {_YOUNG}{_NOT_AN_AGE}",
    rf"(?:turned|turning) {_YOUNG}(?= (?:next|this|in|soon|tomorrow|today|yesterday|last|on)\b|[,.!?]|$)",
    rf"(?:an? )?(?:{_GRADE}r|{_SCHOOL}er|{_SCHOOL} (?:student|freshman|sophomore|junior|senior))"
    r"(?= (?:here|looking|who|needs?|wants?|searching|trying)\b|,)",
    rf"(?:finally|just|almost|nearly|only|barely) {_YOUNG}(?=[!.,]| (?:now|here)\b)",
    r"(?:year|yr) (?:[5-9]|1[0-2])(?: (?:student|pupil|girl|boy))? here\b",
    rf"(?:just )?(?:finished|finishing|starting|entering) {_SCHOOL}\b(?!['’]s| teacher| band)",
    r"sweet (?:16|sixteen) (?:money|cash|gift cards?)\b",
)
"""From the beginning of the message on."""

_HAN_AGE = r"(?:(?<![\d.])(?:[5-9]|1[0-7])|(?<![一二三四五六七八九十])(?:十[一二三四五六七]?|[五六七八九]))"
_HAN_PUPIL = (
    r"(?:小学生|初中(?:生|女生|男生|学生)|国中(?:生|女生|男生|[一二三]年级)|中[一二三四五]学?生|中学生|高中(?:生"
    r"|女生|男生|学生)|小学[一二三四五六]年级|(?<![\d十])[一二三四五六七八九]年级"
    r"|准?初[一二三](?!号|次|步)|准?高[一二三](?!个|倍|层|尺|度|点))"
)
_HAN_SCHOOL = rf"(?:{_HAN_PUPIL}|小学|初中|高中)"
_HAN_WHEN = r"(?:今年|明年|才|刚|现在|还|只有|已经|刚满|马上|快|就|也|一个|下个?月|下学期|开学|九月|满|到|只|要)"
_HAN_WHO = r"(?:学生党?|女生|男生|新生|党|娃|狗)?(?:一枚|一个|一名|一只)?"
_HAN_WANTS = (
    r"(?:也|就|自己|一个人|没钱|有)?(?:很?想|要买|求|该|能|可不可以|可以|怎么|如何|去哪|在哪|打算|准备|攒"
    r"|入手|预算|零花钱)"
)
_HAN_OTHER = (
    r"(?:的?(?:儿子|女儿|孩子|弟弟|妹妹|小?侄[女子儿]|外甥女?|孙[子女]|外孙女?|干[儿女]|宝宝|娃|老师|家长|班主任"
    r"|同学|朋友|室友|时|毕业)|当老师|任教|教书|工作)"
)
_HAN_PARENT = r"(?:父母|爸妈|家长|家里人?|爸爸妈妈|我爸|我妈|爸爸|妈妈|爹妈|老妈|老爸|大人)"

IN_CHINESE = (
    rf"(?:我|本人|俺|人家)(?:们?[俩仨]|们[两三几]个|们|和[\u4e00-\u9fff]{{1,4}})?(?:是|都|个|名"
    rf"|{_HAN_WHEN}){{0,4}}{_HAN_AGE}"
    rf"(?:周?岁|[，,。！!啦了](?!\d)|\s|$|多岁|的?(?:女生|男生|女孩|男孩|学生))(?!{_HAN_OTHER})",
    r"(?:我|本人|俺)(?:们|俩)?(?:都|也|才|就)?(?:还|还只|只|毕竟|依然)?是个?(?:小孩子?|小朋友|孩子|未成年人?|青少年)"
    r"(?=[，,。！!\s啊呀哦]|$|可以|能|想|要|该|怎么)",
    r"(?:用|拿|刷|绑)(?:了|着)?(?:我|我们)?(?:妈|爸|妈妈|爸爸|爸妈|奶奶|爷爷|家长|大人)的?(?:卡|手机|微信|支付宝"
    r"|账号|身份证)(?:买|付|下单|支付|偷偷)",
    r"(?:等我|我要?等到?|还没到|没满|不满)(?:18|十八)岁?(?!的?(?:儿子|女儿|孩子|弟弟|妹妹))",
    r"(?:班主任|老师)(?:说|让|要求)(?:我们?)?[^，。！？]{0,14}(?:年级|学期)[^，。！？]{0,10}我也?想?要(?!给)",
    r"(?:我们?)(?:班主任|老师)(?:不让|说|要求|会没收)(?:我们?)?(?:带|买|用|穿)",
    rf"(?:我们?|本人|俺)(?:都|俩|是|系|在|上|读|念|升|考上|一?个|一?名|{_HAN_WHEN}){{0,5}}{_HAN_PUPIL}(?!{_HAN_OTHER})",
    r"(?:我|本人)是?(?:0[89]|1\d)年的(?![新老货款车])",
    rf"(?:明年|后年|下半年|下个?月)(?:才|就要?)?满{_HAN_AGE}(?!\d)",
    rf"(?:明年|后年|下半年)(?:才|就要?)?满{_HAN_AGE}(?!\d)",
    rf"{_HAN_AGE}岁的?(?:女生|男生|学生)[^。！？]{{0,20}}本人",
    rf"(?:{_HAN_AGE}岁|{_HAN_PUPIL})的(?:我|本人)",
    rf"(?:我|本人|俺){_HAN_WHEN}{{0,3}}(?:还在|在|正在)?(?:上|读|念|在读)(?:小学|初中|高中)(?!{_HAN_OTHER})",
    rf"(?:作为|身为)(?:一?个|一?名)?(?:{_HAN_AGE}岁|{_HAN_PUPIL})(?!老师|家长|的?(?:父母|家长|老师))",
    rf"(?:我|本人)?还?(?:没|未|不到)(?:满)?(?:成年|十八|18)岁?(?!人|{_HAN_OTHER}|成年)",
    r"未成年(?:人)?(?:可以|能|怎么|如何|想|可不可以|去哪|在哪)",
    rf"(?:不|别)(?:想|能|敢|要)?(?:让|给|被|跟|和){_HAN_PARENT}(?:知道|发现|看到|看见|说)|被{_HAN_PARENT}发现",
    rf"(?:背着|瞒着|偷偷瞒|不告诉|躲着|偷偷让){_HAN_PARENT}",
    rf"{_HAN_PARENT}(?:说|觉得|嫌)我(?:还|太|年纪)*小",
    rf"{_HAN_PARENT}(?:不让(?:我)?(?:自己)?(?:网购|上网买|买|打|染|戴|用|穿|化妆|玩|养|看|带|喝)|不给(?:我)?买"
    rf"|不同意(?:我?买)?[，,。！!]|不许我?买|不准我?买|没收了?我)",
    rf"{_HAN_PUPIL}(?:学生)?(?:自己|一个人)(?:想|要|攒|存|买|能)",
    r"(?:用|攒|花|拿|存)(?:了|我|自己|的|点|一年|半年){0,4}(?:零花钱|压岁钱|零用钱|早饭钱|饭钱)(?!给)",
    r"我(?:自己)?的?(?:零花钱|压岁钱|零用钱)(?:够|只|不够|有|攒|能|可以)|我们班(?:同学|的?女生|的?男生|里)?(?:都"
    r"|人人|全)有(?![^，。！？]{0,8}(?:孩子|家长))",
    r"(?:偷偷|悄悄)[^，。！？]{0,6}(?:藏在|带到|带去)(?:学校|宿舍|书包|教室)",
    rf"(?:我|本人)是[\u4e00-\u9fff]{{1,8}}(?:中学|学校|小学|附中|[一二三四五六七八九十]中)的?{_HAN_PUPIL}",
    r"(?:别|不要?|不能)让[^，。！？]{0,10}(?:我妈|我爸|爸妈|我父母|家长)(?:看到|看见|发现|知道|收到|拆|翻到)",
    rf"(?:我|本人)(?:今年|明年|才|刚|现在){_HAN_AGE}(?=想|要|能|可以|求|该|[买用])",
    rf"我的?{_HAN_AGE}岁(?:生日|的生日)",
    rf"{_HAN_PARENT}(?:说|答应|奖励|允许|同意|准)(?:了|过|要|好)*(?:给|送)?我(?!(?:给|帮|送|的?(?:孩子|儿子|女儿)))"
    r"(?:们)?(?:可以|能|自己|一|个|去|买|挑|选|换|考)",
    rf"{_HAN_PARENT}(?:对我)?(?:管我?得?(?:太|很|好|特别|挺)?(?:严|紧|多)|天天查我?手机|翻我?(?:书包|手机|抽屉))",
)
_ITS_CHARACTERS = (
    "班我本俺人用拿刷绑等还没不作身未到别给跟和被背瞒偷悄躲攒花存父母爸家妈爹老大小初中高国明后下准一二三四五六七八九十"
    "1-9"
)
"""What those ways begin with: the rest of a text is passed over."""
_SELF = (
    Late(rf"\b(?=[a-z1-9])(?:{'|'.join(_AT_A_WORD)})").search,
    Late("|".join(_AT_THE_BEGINNING)).match,
    Late(rf"(?=[{_ITS_CHARACTERS}])(?:{'|'.join(IN_CHINESE)})").search,
)

_AT_A_CLAUSE = (
    rf"{_HAN_PUPIL}{_HAN_WHO}[，,。\s]*{_HAN_WANTS}",
    rf"{_HAN_PUPIL}(?:学生|女生|男生|新生)?(?:一枚|党(?!的))",
    r"准?[初高][一二三](?:[，,。\s]+)(?:住校|住宿|宿舍|寝室|上课|上网课|晚自习|军训|开学|同桌)",
    rf"{_HAN_WHEN}{{0,3}}(?:上|升|读|念|在读){_HAN_SCHOOL}(?!的|{_HAN_OTHER})",
    rf"{_HAN_AGE}岁(?:的我|了?[，,]?(?:女生|男生|学生)?[，,]?(?:可以|能|想|自己|可不可以|怎么买|求))",
    rf"{_HAN_AGE}岁\s(?:求|想|要|买|预算|女|男|学生)",
    r"(?:小学)?(?:[一二三四五六七八九]年级|初[一二三]|高[一二三])(?:上册|下册)?(?:语文|数学|英语|物理|化学|生物|历史"
    r"|地理|政治|奥数|作业|考试)"
    r"[^，。！？]{0,8}(?:我自己|自己(?:买|用|选)|我要?买|我用)",
    r"(?:老师|班主任)(?:让|叫|要求|说)我们班(?!的?(?:家长|孩子))",
    rf"(?:{_HAN_WHEN}|终于|马上){{0,4}}{_HAN_AGE}岁了?(?=[，,。！!]|$)",
    rf"(?:{_HAN_WHEN}|终于|马上){{1,4}}满{_HAN_AGE}(?:岁|了|啦)",
    r"(?:小学)?(?:[一二三四五六七八九]年级|初[一二三]|高[一二三])(?:科学|美术|手工|音乐|体育|劳动|英语|数学|语文"
    r"|物理|化学|生物)?(?:课|作业)(?:要|需要|得)",
    r"(?:今年)(?:1[0-7]|十[一二三四五六七])[，,](?!月|号)",
    rf"(?:等|刚|才)?(?:小升初|中考|会考)(?:刚|一)?(?:考?完|结束|过|以?后|之后)了?(?!{_HAN_OTHER})",
    rf"(?:刚|才)?(?:小学|初中)(?:刚|才)?毕业了?(?:[，,\s]*{_HAN_WANTS}|[，,])",
    r"(?:学校|班里|班上)(?:不让|不准|不许|禁止|规定不能|会没收)(?:我们?|学生)?(?:带|用|玩|穿|戴)",
    r"(?:班主任|老师|教导主任)(?:又|把)?(?:没收|收走|收缴)(?:了|我)",
    r"(?:一|每)(?:周|个?月|天)(?:才|只有|就)?[^，。！？]{0,6}(?:零花钱|零用钱)|(?:零花钱|零用钱"
    r"|压岁钱)[^，。！？]{0,8}"
    r"(?:买|够|攒|能|块|元|百|千)",
    rf"{_HAN_PARENT}(?:说|答应)[^，。！？]{{0,2}}{_HAN_AGE}岁生日",
    r"我们班(?:的)?(?:同学|男生|女生|人)?里?(?:都|人人|全)(?:有|穿|戴|在?用|在?玩|买了)",
)
"""Who says so without a pronoun, as one does in Chinese."""
_AS_ITS_FIRST_WORDS = (
    rf"(?:{_HAN_PUPIL}|{_HAN_AGE}岁)的?(?:学生|女生|男生|新生|女孩|男孩)[，,。]",
    rf"(?:今年)?(?:上|读)?{_HAN_PUPIL}了[，,]?(?:想|要|求|该|用|买)",
    rf"(?:才|刚|就|马上|快)满?{_HAN_AGE}(?:岁|了|岁了)?[，,]?(?:想|要|求)",
    rf"(?:刚满|今年|马上|快|才|刚刚满?|终于){_HAN_AGE}岁(?!的?(?:老?狗|小?猫|犬|宠|鸟|兔|马|车|娃|宝|小孩))",
    rf"{_HAN_WHEN}{{1,4}}{_HAN_AGE}岁(?=了?[，,。！!]|了?$|的?(?:女生|男生|学生))",
)
_UNNAMED = (
    Late("|".join((*_AT_A_CLAUSE, *_AS_ITS_FIRST_WORDS))).match,
    Late(rf"[，,。！!？?\s](?:{'|'.join(_AT_A_CLAUSE)})").search,
    Late(rf"满{_HAN_AGE}岁了?[，,]?(?:想|要|求|买|可以买|能买)").search,
)
_OF_OTHERS = Late(r"孩子|儿子|女儿|弟弟|妹妹|侄|外甥|宝宝|小孩|娃|闺女|孙|给|送|适合|老师|家长")

_CHILD = (
    Late(
        rf"\b(?:(?<!\.){_YOUNG}{_YEARS}|at (?:age )?{_YOUNG}\b(?! ?(?:am|pm|:|%|dollars|o'clock))|teens?\b"
        r"|teenage(?:rs?|d)?\b|minors\b|under(?:[ -]?age|[ -]18)\b|(?:middle|high)[ -]?schoolers?\b|preteens?\b"
        r"|tweens?\b|kids?\b|child(?:ren)?\b|young (?:girls?|boys?)\b|high school (?:party|kids?|students?)\b"
        rf"|(?:his|her|their|\w+['’]s) {_BIRTHDAY}\b|sweet (?:16|sixteen)\b)"
    ).search,
    Late(
        rf"{_HAN_AGE}岁|(?:儿子|女儿|孩子|弟弟|妹妹|闺女|外甥|侄子){_HAN_AGE}[，,]|小学生|初中生|中学生|高中生"
        rf"|未成年|小学[一二三四五六]年级|初[一二三](?:学生|的)"
        r"|高[一二三](?:学生|的)|萝莉|正太|小女孩|小男孩|小朋友|小孩|孩子|儿童|青少年"
        r"|(?:儿子|女儿|孩子|弟弟|妹妹|闺女|外甥|侄子)(?:才|刚|还|在|正|今年|已经)*(?:上|读|念)(?:小学|初中|高中"
        r"|初[一二三]|高[一二三])"
    ).search,
)
_CHILD_BUYS = Late(
    rf"\b(?=[1-9cefhkmnst])(?:(?:{_YOUNG}{_YEARS}|teens|teenagers|minors|kids under 18|(?:middle|high)[ -]?schoolers?)"
    r" (?:can |could |legally |to )?(?:buy|order|purchase|get)\b"
    rf"|(?:can|could|may) (?:an? )?(?:{_YOUNG}{_YEARS}|teens?|teenagers?|minors?|kids under 18)"
    r" (?:legally |even )?(?:buy|order|purchase|get)\b)"
    r"|(?=[小初中高未])(?:小学生|初中生|中学生|高中生|未成年人?|初[一二三](?:学生|女生|男生)|高[一二三](?:学生|女生"
    r"|男生)"
    r"|未满(?:18|十八)岁?(?:的人)?)(?:想|要|怎么|如何|可以|能|能不能|可不可以|去哪|在哪)(?:网)?[买购]"
)

_THEIR_CHILD = Late(
    r"\b(?:my|our) (?:[\w'’]+ ){0,2}(?:sons?|daughters?|kids?|child(?:ren)?"
    r"|grand(?:sons?|daughters?|kids?|child(?:ren)?)|toddlers?|pupils|students|teens?|teenagers?|nieces?|nephews?)\b"
    r"(?! (?:brothers?|sisters?|cousins?))"
    r"|(?:我|我们|我家|给|为|帮|带|陪|家里)(?:的|个)?(?:儿子|女儿|孩子|闺女|娃|孙子|孙女|外孙|外孙女|小?侄[女子儿]|外甥女?|学生)们?"
)


def child_speaks(folded: str) -> bool:
    """Whether the sender says to be under eighteen, or asks how such a one buys."""
    if any(way(folded) for way in _SELF) or _CHILD_BUYS.search(folded):
        return True
    return any(way(folded) for way in _UNNAMED) and not _OF_OTHERS.search(folded)


def child_is_meant(folded: str) -> bool:
    """Whether a child or a teenager is spoken of."""
    return any(way(folded) for way in _CHILD)


def has_a_child(folded: str) -> bool:
    """Whether the sender speaks of a child or of pupils as theirs, or buys for one: who does is seldom a child."""
    return _THEIR_CHILD.search(folded) is not None
