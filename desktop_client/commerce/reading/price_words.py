"""Words around an amount that make it a price: the most, the least, or about what is to be paid."""

from __future__ import annotations

from enum import StrEnum

from desktop_client.late import Late


class Kind(StrEnum):
    """What an amount bounds."""

    HIGH = "high"
    LOW = "low"
    ABOUT = "about"
    REFUSED = "refused"


_NEGATION = (
    r"(?:\b(?:no|not|nothing|never|don't|doesn't|do not|does not|can't|cannot|won't|refuse to|rather not"
    r"|shouldn't|mustn't|wouldn't"
    r"|without)\s"
    r"(?:(?:want|wish|like|need|to|be|go|going|spend|spending|pay|paying|cost|costs|costing|price|priced|it|me|is|a|any"
    r"|much|anything|something|willing|able|way|really|ever|even|wanna|get|a penny|one penny|a cent"
    r"|set me back)\s){0,6}"
    r"|不要?|别|不能|不可以?|不得|未|不想|不会)"
)
_BEGINS_NEGATION = "(?=[cdmnrsw不别未])"
_MORE = (
    r"(?:more(?: expensive)? than|over|above|exceed(?:s|ing)?|higher than|greater than|beyond|超过|超出?|高于"
    r"|大于|多于|高过|贵过|贵于)"
)
_LESS = (
    r"(?:less than|under|below|lower than|cheaper than|fewer than|beneath|\bsub|south of|低于|少于|小于|不到|不足"
    r"|便宜于)"
)
_FILLER = (
    r"(?:\s|of|is|was|like|a|the|price|cost|costs|budget|total|just|only|around(?= )|:|=|-|about that|花|在|是|为|有|的"
    r"|价格|价|：|到|我|只|就|能|肯|愿意|出得?起?|掏|付|给)*"
)
_BEFORE: tuple[tuple[Kind, str], ...] = (
    (Kind.HIGH, r"\b(?:(?:i|we) (?:only )?have|got) (?:only )?(?:about|around)"),
    (Kind.ABOUT,
        r"(?=[acginrs~≈大约差价])(?:around|about|approximately|approx\.?|roughly|circa|close to|near|some|~|≈"
        r"|in the (?:neighbo|region|ballpark|vicinity)"
        r"[a-z]*(?: of)?|give or take|大概|大约|约|约莫|大致|差不多|价位(?:在|是)?)"),
    (Kind.HIGH, rf"{_BEGINS_NEGATION}{_NEGATION}\s?{_MORE}"),
    (Kind.LOW, rf"{_BEGINS_NEGATION}{_NEGATION}\s?{_LESS}"),
    (Kind.HIGH, r"(?:no|not) (?:pricier|dearer|higher|costlier) than"),
    (Kind.LOW,
        r"(?=[afmnsu>≥至最起不])(?:"
        r"(?:no|not) (?:less|cheaper|lower) than|at least|\bminimum(?: price| budget)?|\bmin\.?|starting (?:at|from)"
        r"|start(?:s)? (?:at|from)|\b(?<!away )from|>=?|≥|upwards of|north of"
        r"|至少|最低|最少|起码|最便宜|不低于|不少于|不小于|不下于)"),
    (Kind.HIGH,
        r"(?=[a-iklmnpstuw<≤低少小不便我只手最至顶撑上控限预])(?:"
        rf"{_LESS}|<=?|≤|at (?:the )?(?:very )?most|up to|upto|(?<!pro )\bmax(?:imum)?\.?(?: price| budget| spend| of)*"
        rf"|within|for only|(?:limit|ceiling|cap|top price|upper limit|upper end)(?: is| of|:)*|capped (?:at|to)"
        r"|top whack|\btops|as high as|(?:budget|limit) for (?:[a-z'-]+ ){1,5}(?:is|of)"
        r"|keep(?:ing)? (?:it|this|that|things)? ?(?:to|at|around)"
        r"|topping out at"
        r"|tops out at|budget(?:ed)?(?: is| of|:)?|can (?:only )?(?:spend|afford|pay|stretch to|go (?:up )?to|do)"
        r"|i(?: only)? have|(?:set|put) aside|saved(?: up)?"
        r"|(?:i['’]d|i would|i can|i could|i['’]ll|i will) go (?:as high as|up to|to)|i've got|\bgot(?: only| about)?"
        r"|(?:willing|happy|prepared) to (?:pay|spend)(?: up to)?"
        r"|(?:spend|pay)(?:ing)? up to|not past|until"
        r"|我有|只有|只剩|手里有|手头有|手上有|最多|最高|最贵|至多|顶多|顶天|撑死|上限|控制在|限制在|限额|预算|不高于"
        r"|不大于"
        r"|不多于|不超)"),
    (Kind.LOW, rf"(?=[abeghmo超高大多贵]){_MORE}"),
)  # fmt: skip
_AFTER: tuple[tuple[Kind, str], ...] = (
    (Kind.ABOUT,
        r"(?:-?\s?ish\b|(?:plus or minus|plus/minus|\+/-|±)(?=\s?\d)|or so\b"
        r"|or thereabouts|more or less|give or take|(?:price )?(?:range|bracket|mark|region"
        r"|ballpark)\b"
        r"|左右|上下|前后|附近|光景|价位|(?:的)?档(?:位|次)?|出头|的?预算左右|样子)"),
    (Kind.HIGH,
        r"(?:(?:or|and|&) (?:less|under|below|cheaper|lower|fewer)"
        r"|(?:for (?:(?:them |us )?all(?: (?!of )\w+)?|the (?:lot|set|pair|two|whole \w+)|both|everything)"
        r"(?: of (?:them|us))? )?"
        r"(?:in total )?max(?:imum)?\b|tops\b|(?:and )?not a (?:penny|cent|euro) more|at (?:the )?(?:very "
        r"|absolute )?most\b"
        r"|(?:is|being) (?:\w+ ){0,3}(?:most|limit|budget|max|maximum|ceiling|cap|cut-?off)\b|(?:limit|budget"
        r"|max|cap|cutoff)\b"
        r"|is where (?:it|things|i|we|my budget|the budget) (?:ends?|stops?|tops? out|draws? the line)\b"
        r"|to spend|to play with|ceiling|at the outside"
        r"|all[ -]in\b(?![ -]one)|in total\b|total\b|altogether\b|incl(?:uding|\.|\b)"
        r"|以[内里]|之内|内(?![胆芯桶壁衬层])|以下|之下|往下|封顶|为限|上限|到顶|顶天|顶了|预算|打住|为止|不到(?=的"
        r"|[，,。]|$)|就(?:好|行|够)|够(?:吗|不够|么)"
        r"|(?:能|可以|能不能|可不可以)(?:买|拿下|搞定|入手)(?:得?[到着了])?)"),
    (Kind.LOW,
        r"(?:(?:or|and) (?:more|up|above|over|higher|upwards?)|upwards?\b|\+|plus\b|minimum\b|min\b|以上|之上|往上"
        r"|开外|起步|起)"),
)  # fmt: skip
BEFORE = tuple((kind, Late(rf"(?:{pattern}){_FILLER}$")) for kind, pattern in _BEFORE)
"""What stands before an amount, most telling first."""
AFTER = tuple((kind, Late(rf"\s*[,，]?\s*(?:钱|的)?{pattern}")) for kind, pattern in _AFTER)
"""What stands behind one."""

PRICE_WORD = Late(r"(?:price|priced|cost|budget|spend|spending|价格|价位|价钱|预算|售价)[^.;!?。；！？]{0,16}$")
MINUTES = Late(r"\s?min\b(?!.{0,20}\bmax)")
PEOPLE_BEFORE = Late(
    r"\b(?:women|woman|men|man|people|person|kids?|children|child|adults?|seniors?|ladies|boys?|girls?|ages?|aged"
    r"|anyone|those|teens?|babies|toddlers?|size|version|gen|generation|model|chapter|level|pro)"
    r"\s(?:over|under|above|below|around|between|from|at least|max)?\s?$"
)
MAY_FOLLOW = Late(
    r"\s*(?:$|[,.;:!?)\]，。；：！？）、|]|(?:for|with|and|but|or|that|which|please|on|if|to|from|is|are"
    r"|it|i|my|total|max|tops|under|below|over|above|so|would|should|not|good|including|incl|preferably|ideally|a|an"
    r"|the|of|because|since"
    r"|while|no|only|each|per|shipped|delivered|if possible)\b|in (?!(?:wide|tall|long|high|deep|x)\b)\w)"
)
"""What may follow a number that is a price without saying its currency."""
HAN_MAY_FOLLOW = Late(
    r"\s*(?:$|[^\w\s]|[的以之内左右上下出封价档起开到至和与，。买能预想有、口最够就附顶光吧啊呀哈嘛]|可以|推荐|哪|怎"
    r"|性价比|送|给|往"
    r"|不到|求|整|搞|入手|样子|打住)"
)
HAN_MAY_FOLLOW_A_RANGE = Late(r"\s+(?![个只条件米厘毫升斤克寸平岁年月日号小分秒人瓦度页粒片包公英码天])")
HAN_MEASURED = Late(
    r"(?:身高|体重|尺码|[腰胸臀]围|(?<!最)[宽长高深厚重]度?|直径|面积|续航|鞋码|年)"
    r"(?:大概|大约|约|在|是|不能?超过?|别超过?|小于|不到|最多|最少)?\s?$"
    r"|[\d一二两三四五六七八九十][米升斤尺寸岁匹]$"
)
"""What stands before numbers that are no price, 身高160-170, 深度不超过50, 四米五."""
WEIGHT = Late(
    r"weigh|heavy|heavier|dumbbell|kettlebell|barbell|lift|hold|support|capacity|load|carry|light(?:er"
    r"|weight)?\b|\blbs?\b"
)
OFF = Late(
    r"\s*(?:off|discount|coupon|voucher|cash\s?back|(?:more|less|cheaper|dearer|extra)\b(?! or less)|优惠|立减|券)"
)
"""What follows an amount that is no price to pay, but a rebate or a difference."""
DIFFERENCE = Late(r"(?:差价?|相差|(?<![最顶至太不])[贵多省](?:了|出|花)?|便宜了?)$")
"""What stands before a difference, 贵两百."""
JUDGED = Late(
    r"\s*(?:is |are |seems )?(?:way |far |a bit |a little |really )?"
    r"(?:too much|a lot|steep|a rip-?off|(?:a )?fair|(?:a )?good (?:price|deal))\b"
)
"""What follows a price that is asked about: "is 60 quid too much for a kettle"."""
_OUT = (
    r"(?:out\b(?! of pocket)|off the table|not for me|not happening|a no\b|a no-go|no-go|a dealbreaker|ridiculous"
    r"|insane|crazy"
    r"|absurd|overkill|unaffordable|too (?:much|dear|expensive|rich|pricey)|out of the question|not an option)"
)
REFUSED_BEHIND = Late(
    r"(?:[- ](?:one|kind|model|version|sort|type|pair)s?)?"
    r" (?:(?:well |far )?away from (?:me|us|him|her)|out of my (?:sight|face|way|results|feed|reach)"
    r"|can stay (?:away|where))\b"
    r"|(?:[- ](?:one|kind|model|version|sort|type|pair)s?)?(?: of \w+)? ?(?:is|are|['’]s|would be) "
    rf"(?:way |far |just |really |a bit |definitely |simply |plain )*{_OUT}"
    r"|(?:块|元)?(?:钱)?(?:左右|上下)?的?(?:那种|那些|那款|那个|价位)?(?:的)?(?:都|就|也|可|真的?|我|绝对|一律|坚决"
    r"|实在|还是){0,3}"
    r"(?:不要|不考虑|不行|算了|免了|免谈|不买|不看|不想|接受不了|买不起|舍不得|太贵|不值|pass|打死不)"
)
"""What follows a price that is refused, "$300 is out of the question", 「五百块那种就算了」."""
REFUSED_BEFORE = Late(
    r"(?:\bnot(?: (?:one|any) of)?(?: (?:the|those|that|these|an?|another|some))?"
    r"|\b(?:no|none of (?:the|those|these)|(?:forget(?: about)?|skip|rather than|instead of|unlike)(?: an?| the"
    r"| those| that)?"
    r"|(?:nobody|no one|who) needs (?:an?|the)|(?:don['’]t|do not|doesn['’]t) (?:want|need) (?:an?|the|those)"
    r"|(?:(?:don['’]?t|do not|never) (?:show|send|give|offer|suggest|recommend|bring)"
    r"|spare|hide|filter out|leave out|exclude)(?: me| us)?"
    r"(?: any| the| those)*|(?:keep|stay|steer)(?: me| us)? (?:away from|clear of)(?: any| the| those)?"
    r"|(?:won['’]t|not going to|refuse to|never) (?:pay|spend)|(?:paid|spent)"
    r"|(?:old|last|previous|other|current|first) (?:one|pair|[a-z]+) (?:cost|was|costs|were|is)(?: me)?"
    r"|saw (?:one|some|it|them) (?:for|at))"
    r"|(?:(?<!要)不要|不想要|别推荐|(?<!是)不是|不买|与其花?|(?:之前|上次|原来|以前|旧的)[^，。]{0,6}(?:花了?|是"
    r"|用了?)|比我那个?))$"
)
"""What stands right before one, "not the $300 kind", 「不要三千的那种」, or before what something did cost."""
SHARE = Late(
    r"\b(?:for|at|costs?|under|around) (?:(?:an?|one) )?(?P<share>half|third|quarter|fifth|tenth)(?: of)?"
    r" (?:that|this|the price|as much)\b"
)
"""What names a part of an amount behind it: "for a tenth of that"."""
SHARES = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
YEAR = Late(r"\s?(?:19[5-9]\d|20(?:0[1-9]|[1-3]\d))(?!\d)")
"""A number that is a year where "from" or "since" stands before it; 2000 is a price."""
YEAR_BEFORE = Late(r"\b(?:from|since|until)(?: around| about| circa)?\s?$")
NOT_THOUSANDS = Late(
    r"\s*(?:uhd |ultra hd |oled |led |hd )?(?:tv|monitor|video|display|resolution|projector|screen|camera"
    r"|webcam|movie|电视|显示器|屏|高清|分辨率|摄像|投影)"
)
"""What makes of 4k no four thousand."""
A_PIECE = Late(r"(?=[\u4e00-\u9fff])(?![钱以之左上下内多出的五六七八九二三四半]|不到|包邮|封顶|起)")
"""What follows 一块 where it counts a thing: neither the rest of a sum, nor words of a price."""
COUNTED = (
    r"(?<=块)(?:手?表|电池|电|布|毛?巾|香?皂|肥皂|抹布|地[毯垫]|木|板|屏|硬盘|砖|蛋糕|巧克力|糖|肉|玻璃|橡皮|面料"
    r"|滑板|石"
    r"|毯|画|牌|拼图|积木|豆腐|饼|瑜伽垫|桌布|窗帘|镜|电路|显卡|内存|瓷|海绵|磁铁|墨|垫|玉)"
)
"""What comes in pieces, 一块手表, where 块 is no money."""
