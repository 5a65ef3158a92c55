"""Signs of what is not sold here that lists of words can't hold: endings of drug and disease names, doses, calibres."""

from __future__ import annotations

from desktop_client.commerce.need import Silence
from desktop_client.late import Late


def _ends(*ways: str) -> str:
    """Any of some endings that begin with a plain character each, tried only where one of those characters stands."""
    return rf"(?=[{''.join(dict.fromkeys(way[0] for way in ways))}])(?:{'|'.join(ways)})"


_DISEASE = (
    r"\b(?!diagnosis|osmosis|hypnosis|metamorphosis|psychosis pattern|photosynthesis|symbiosis|mitosis"
    r"|meiosis|apotheosis)[a-z]{3,}(?:itis|osis|emia|aemia|algia|opathy|rrhea|rrhoea|plegia|ectomy|oscopy"
    r"|sclerosis)\b"
    r"|\b(?=[abcfghlms])(?:carcin|lymph|melan|sarc|gli|blast|my|fibr|lip|aden|hemat|glauc)[a-z]*oma\b"
    r"|\b[12]\d\d/(?:[5-9]\d|1[0-3]\d) (?:too |very |a bit )?(?:high|low|normal|dangerous|worrying)\b"
    r"|[\u4e00-\u9fff]{1,4}"
    + _ends(
        r"炎(?!热|炎|夏|黄|症风|凉)",
        r"综合征(?<!强迫综合征)(?<!拖延综合征)(?<!困难综合征)(?<!恐惧综合征)",
        r"癌(?!症患者日记)",
        *[
            "肿瘤",
            "溃疡",
            "息肉",
            "囊肿",
            "肿大",
            "积液",
            "衰竭",
            "坏死",
            "缺乏症",
            "功能障碍",
            "增生症",
            "不孕",
            "不育",
        ],
    )
)
_HAN_DRUG_ENDS = (
    r"西林|霉素|沙星|洛尔|地平|普利|沙坦|拉唑|替丁|西泮|康唑|洛韦|米韦|鲁肽|列汀|格列净|卡因|泼尼松|咪唑|沙班|加群"
    r"|格雷|格瑞洛|唑嗪|罗辛|雄胺|他汀|贝特|双胍|"
    r"格列[\u4e00-\u9fff]|糖肽|泊肽|肝素|司琼|唑仑|匹克隆|唑吡坦|西汀|曲林|拉法辛|培酮|哌酮|三嗪|拉西坦|巴喷丁"
    r"|普瑞巴林|可待因|曲马多|芬太尼|昔布|昔康|奈德|米松|"
    r"特罗|溴铵|司特|他定|利嗪|斯汀|培南|环素|硝唑|萘芬|夫定|他滨|沙利铂|紫杉|替尼|单抗|利尤|磷酰胺|蝶呤|莫司|莫德"
    r"|那非|孕酮|雌二醇|诺孕|膦酸|氯喹|喹酮|苯达唑|菌素|滴丸|"
    r"软膏|眼膏|乳膏剂|注射液|滴眼液|滴鼻液|栓剂"
)
_DRUG = (
    r"\b(?:[a-z]{3,}(?:cillin|mycin|floxacin|prazole|sartan|statin|olol|dipine|azepam|oxetine|tidine|cycline"
    r"|conazole|profen|gliptin|glutide|triptan|zepine"
    r"|barbital|codone|setron|parin|oxicam|semide|thiazide|gabalin|pentin|tadine|cetirizine|afil|dronate"
    r"|tinib|ciclib|parib|lisib|lukast|ximab|zumab|tumab|limumab|kinumab|xaban|gatran|gliflozin|glitazone|formin"
    r"|grelor|fibrate"
    r"|[aio]pril|zosin|steride|triptyline|ipramine|faxine|peridol|peridone|azapine|tiapine|piprazole|racetam"
    r"|trigine|zolam"
    r"|zolpidem|opiclone|locaine|vacaine|zocaine|micin|penem|bactam|trexate|citabine|rubicin|taxel|platin"
    r"|nidazole|bendazole"
    r"|mectin|quantel|buvir|tegravir|vudine|oroquine|maquine|phylline|(?<!choles)terol|tropium|metasone|betasol"
    r"|lasone|onisone"
    r"|onolone|esonide|gestrel|estradiol|estrone|rphine|tanyl|nadol|madol|eridine|ephrine|ephedrine|zelastine"
    r"|tadine|mantadine"
    r"|setron|pitant|calcitol|thyronine|oxaban|afenac|fenac|coxib|oxicam|profene?|tocin)\b|(?:cef"
    r"|sulfa)[a-z]{4,}\b|[a-z]{4,}(?:ciclovir|cyclovir|tamivir|sivir|navir)\b"
    r"|anti[- ]?(?:diarr|inflam|hist|fung|viral|nause|emet|coag|psych|depress|convuls|spasm|parasit|malaria)[a-z]*"
    r"|plan b\b(?= (?:pill|cost|price|pharmacy|online|near me|from (?:the )?(?:pharmacy|drugstore)))"
    r"|something (?:strong )?to (?:knock me out|put me (?:out|to sleep|under)|make me (?:sleep|drowsy)|help me sleep"
    r"|calm me down|calm my nerves)|(?:cold|flu|sinus|allergy|cough|congestion|hay ?fever|heartburn|reflux|nausea"
    r"|motion sickness)"
    r" (?:(?:and|&|or|/) (?:\w+ )?)?(?:cold |flu |sinus |cough |congestion )?(?:tablets?|pills?|caplets?|liquid"
    r"|syrup|sachets?|medicine|meds?|relief)"
    r"|(?:cream|ointment|pill|pills|medicine|meds"
    r"|tablets|drops|spray|treatment|something) (?:for|to (?:stop|treat|cure|help)|against) "
    r"(?:\w+ ){0,2}(?:itch|infection|ringworm|fungus|warts?|lice|worms?|pain|cold sores?|allerg\w+"
    r"|cough\w*|flu|fever|rash|hives|hemorrhoids|eczema|psoriasis|hair falling|hair loss|nausea|diarrhea"
    r"|constipation|anxiety|insomnia))"
    r"|[吃用涂抹喷贴服]的(?!是|什么|啥)[\u4e00-\u9fff]{0,6}(?:药|药膏|喷剂|滴剂)(?![水箱盒柜])"
    r"|(?:吃|喝)(?:点|些)?(?:啥|什么)[^，。！？]{0,8}(?:睡着|睡得着|睡过去|犯困|镇静)"
    r"|一觉睡过去[^，。！？]{0,6}(?:吃|喝)(?:啥|什么)"
    rf"|[\u4e00-\u9fff]{{1,4}}{_ends(*_HAN_DRUG_ENDS.split('|'))}"
    r"|[\u4e00-\u9fff]{2,6}"
    + _ends(
        "颗粒(?!度|感|物|机|肥|燃料|猫砂|粮|饲料|绒|积木|大|小)",
        "胶囊(?!咖啡|机|壳|旅馆|公寓|酒店|衣|笔|精华|面膜|衣橱|包|沙发|充电|凝珠|洗|系列|相机|音)",
    )
    + r"|(?:复方|小儿)[\u4e00-\u9fff]{2,}"
    r"|[\u4e00-\u9fff]{2,5}(?=丸)(?<![肉鱼虾牛贡菜珠药杀生弹])(?<!芝麻)(?<!山楂)(?<!糯米)(?<!樟脑)(?<!豆腐)(?<!鳕鱼)丸(?!子|美|龟|太|泥|具"
    r"|山|日|家)"
    r"|(?:肠溶|缓释|控释|分散|咀嚼|含|喉|消炎|止痛|退烧|降压|降糖|甘草)片|(?:筋骨|消痛|止痛|镇痛|风湿|骨痛"
    r"|关节|颈椎|腰椎|膝盖|腰痛|止咳|退热|退烧|祛湿|艾灸|灸)贴|治[\u4e00-\u9fff]{1,6}的(?:药|膏|贴|喷雾|片"
    r"|茶|仪|水|油|方)"
    r"|治(?<![政自法整统民防根]治)(?!愈系|安|理|国|学|水|丧|沙|疗师)[\u4e00-\u9fff]{0,4}(?:病|痘|疮|咳|痛|疼"
    r"|炎|癣|湿|风|口臭|脚|脱发|打鼾|鼾|失眠)"
)
_DEVICE = (
    r"\bthermometers? (?:for|to use on) (?:\w+ ){0,2}(?:sick|ill|feverish|fever|forehead|armpit|ears?)\b|"
    r"\b(?:bp|blood pressure|glucose|blood sugar|ecg|ekg|ovulation|fertility|pregnancy|covid|oxygen"
    r"|insulin|hearing|cpap|stoma|catheter)\s(?:\w+\s){0,2}"
    r"(?:machine|monitor|monitoring|meter|kit|kits|test|tests|strips|cuff|pump|device|devices|aid|aids"
    r"|sensor|supplies|predictor|concentrator|cooler|pen)"
    r"|\b(?<!baby )(?<!dog )walker with (?:a |an )?(?:seat|wheels|brakes|basket)|(?:腰|膝|踝|腕|颈|肩|骨"
    r"|韧带)[^，。]{0,4}(?:伤|术|裂|折|突出|脱位)[^，。]{0,8}(?:护腰|护膝|护踝|护腕|护颈|靴子|固定)"
    r"|\b(?:walker|walking aid|mobility aid|bed rails?|shower chair|commode|lift chair"
    r"|toilet seat riser)\b.{0,30}\b(?:elderly|seniors?|disabled|handicapped|patients?)\b"
    r"|\b(?:home|self|rapid|at-home) (?:\w+ )?test (?:for|kit for)\b"
    # A defibrillator; beside a number it is money of the Emirates.
    r"|(?<!\d)(?<!\d )\baed\b(?! ?\d)|(?<=[\u4e00-\u9fff])aed(?! ?\d)"
)
_HEALTH_FOOD = (
    r"\d(?<![\w.]\d)[\d,.]{0,9}\s?(?:mg|mcg|iu)\b(?!\s*(?:of )?(?:sodium|caffeine|salt|gundam|1/|/l\b|/100))"
    r"|\b(?=[b-jlmpstw])(?:(?:gummies|capsules|softgels|drops|tablets|powder|tincture|chews|shots|tea|shake|shakes"
    r"|drink) (?:for|to help(?: with)?|that helps?(?: with)?|to (?:boost|improve|support|increase|lose)) "
    r"(?:\w+ )?(?:sleep|joints?|energy|immunity|immune|digestion|gut|memory|focus|anxiety|stress"
    r"|hair growth|weight|muscles?|muscle gain|libido|testosterone|detox|bloating|metabolism|liver"
    r"|skin glow)"
    r"|(?:skinny|slimming|detox|flat tummy|fat burning) (?:coffee|tea|shots?|gummies|drops|shakes?|patch(?:es)?)\b"
    r"|(?:caps|capsules|tea|coffee|gummies|powder|drink|chews|pills) for (?:\w+ )?(?:bladder|gut|liver|joints?"
    r"|prostate|thyroid|hormones|immunity"
    r"|memory|metabolism|libido|testosterone)\b"
    r"|(?:sleep|energy|immune|immunity|joint|gut|memory|focus|libido|detox|weight loss|fat loss"
    r"|hair growth|brain|bone) (?:support )?(?:gummies|capsules|softgels|drops|tablets|tincture|chews"
    r"|shots|pills|powder))"
    r"|(?=[改促提增调辅帮减瘦燃排清补壮养护祛降美丰代钙镁锌铁硒碘钾铬叶浓])(?:"
    r"(?:改善|促进|提高|增强|调节|辅助|帮助)(?:睡眠|免疫|记忆|消化|代谢|视力|血糖|血压|血脂|肠道|骨骼"
    r"|发育)[\u4e00-\u9fff]{0,6}(?:片|胶囊|粉|茶|液|软糖|丸|食品|产品|饮|保健)"
    r"|(?:减肥|瘦身|减脂|燃脂|排毒|清肠|补肾|壮阳|养肝|护肝|补血|祛湿|降糖|降压|降脂|美白|增高"
    r"|丰胸)(?:用)?的?黑?(?:茶|咖啡|奶昔|代餐|胶囊|片|丸|粉|糖|饮|贴|药|产品|酵素|果冻|汤|膏|口服)"
    r"|代餐[\u4e00-\u9fff]{0,2}(?:减肥|奶昔|粉)"
    r"|(?:[钙镁锌铁硒碘钾铬]|叶酸|锌硒|钙铁锌|钙镁)(?:片|剂|软糖|胶囊|咀嚼片|泡腾片|口服液)"
    r"|(?:提取物|浓缩)(?:片|胶囊|软胶囊|口服))|[\u4e00-\u9fff]{1,4}(?:叶|籽|根|果|菇|素)提取物(?!面|精华|洗|护|乳)"
    r"|(?:补充|缺乏?)(?:精力|营养|维生素|维c|微量元素|钙|铁|锌|镁|蛋白质)的(?!食物|菜)"
)
_TOBACCO = (
    r"(?=[两一二三四五六七八九十几整\d条包盒根支烟什哪啥软硬细])(?:"
    r"(?:软盒|硬盒|软包|硬包|细支)[^，。！？]{0,4}(?:一?条|一?包|多少钱)|"
    r"(?<![抽无])[两一二三四五六七八九十几整\d]?[条包盒根支]\s?(?:好|什么|贵|软"
    r"|硬)?烟(?![花灰囱雾火熏台酰机弹枪色管感道筒灶])|烟.{0,4}(?:多少|几块|什么价).{0,3}一?[条包盒]|(?:什么"
    r"|哪种|啥)烟(?![花灰机]))"
    # Names that mean other things too, until somebody counts them as cigarettes are counted.
    r"|(?:中华|玉溪|利群|黄鹤楼|芙蓉王|云烟|南京|荷花|苏烟|七匹狼|白沙|双喜|七星|骆驼|三五|阿里山|宽窄|天下秀|真龙"
    r"|庐山|天叶|中南海|都宝"
    r"|牡丹|熊猫|长白山|红杉树|雨花石|大青山|王冠|将军|好猫|猴王|泰山|黄山|红河|遵义|钓鱼台|娇子|金圣|帝豪|红旗渠"
    r"|华子)[\u4e00-\u9fff]{0,2}"
    r"(?:[一两二三几\d整]条|条装|[一两二三几\d]包|软包|硬包|软盒|硬盒|细支|中支|短支|爆珠|香烟)(?!裤|裙|毛巾|围巾|船"
    r"|狗|街|路|线)"
    r"|\b(?:menthols?|100s|filtered|unfiltered|smokes|cigs|lights) (?:\w+ ){0,3}cartons?\b"
    r"|\b(?=[bcdhopw])(?:pipe (?:blends?|mixtures?|baccy|leaf)\b"
    r"|(?:dry herb|herbal|weed|oil|wax|portable) vaporizers?\b|(?:pack|carton|box)s? of (?:smokes"
    r"|cigs?|camels?|marlboros?|newports?|cigars?|reds|lights)\b)"
)
_CALIBRE = (
    r"(?:9 ?mm|10 ?mm|\.?(?:17 hmr|22 ?lr|22 ?mag|223|243|270 win|30-06|300 blackout|308|338 lapua|357|380|40 s&w"
    r"|45 acp|45 colt|50 ?bmg|38 special|44 mag)|\.(?:22|25|38|40|44|45|50)|5\.56|7\.62|5\.7|12[ -]gauge|20[ -]gauge"
    r"|410 bore)"
)
_ROUND = (
    r"(?:ammo|ammunition|rounds?|bullets?|brass|grains?|casings?|primers?|mags?|magazines?|luger|pistol|handgun"
    r"|rifle|shells?|shotgun|revolver|cartridges?|barrel|suppressor|slugs?|buckshot|birdshot|target shooting|hollow)"
)
_WEAPON = (
    rf"(?=[\d.\s])(?:(?<![\w.]){_CALIBRE}\b(?:\w|\s){{0,12}}{_ROUND}\b"
    rf"|(?<![\w.]){_CALIBRE},? (?:in stock|by the case|short\b(?! \w)|pump\b)"
    r"|(?:^|\s)\.(?:223|243|308|338|357|380|45|50|22)\b(?! ?(?:microns?|µm|um|mm|oz|inch(?:es)?)\b))"
    r"|\b(?=[\dabcghklmprstw])(?:"
    rf"\d{{2,3}}[ -]?(?:rd|round) (?:mag|drum|magazine)s?\b|{_ROUND} (?:for |in )?(?:a |my )?{_CALIBRE}\b"
    r"|(?:make|build|construct|cook up|mix) (?:a |an |some )?(?:\w+ ){0,2}(?:bomb|explosives?|thermite"
    r"|napalm|gun|silencer|grenade|molotov)"
    r"|(?:80 ?(?:percent|%) lower|knife|knives|blade|something|anything|weapons?"
    r"|tool) (?:\w+ ){0,4}for (?:self[ -]?defen[cs]e|protection"
    r"|stabbing|fighting|a fight|attacking|hurting))"
    r"|(?=[刀棍东工武神防自捅砍打走狩猎])(?:(?:刀|棍|东西|工具|武器|神器)(?:用来|可以|能)?(?:防身|自卫|捅人|砍人"
    r"|打架)|(?:防身|自卫|捅人|砍人|打架)(?:用|使)?的?"
    r"(?:刀|棍|武器|工具|东西|家伙|神器)|走夜路[^。！？]{0,6}防身"
    r"|(?:打鹿|打猎|狩猎|猎鹿|打野猪|打兔子|打鸟)[^，。！？]{0,8}(?:弓|刀|枪|弩|箭))"
    r"|仿真[a-z]{1,4}-?\d{1,3}(?![\d比:])"
    r"|(?=[\dsf弓弩])(?:\d{2,3}磅[^，。！？]{0,3}(?:弓|弩)|[弓弩][^，。！？]{0,3}\d{2,3}磅"
    r"|(?:\b\d{2}|sixty|fifty|seventy)[ -]?(?:lb|pound)s?(?: draw)? (?:compound |hunting )?bow\b)"
)

_MEDS = (
    r"(?:pills?|tablets?|meds|medication|capsules?|advils?|tylenols?|ibuprofen|aspirins?|paracetamol|xanax|benadryl"
    r"|painkillers?)"
)
_SELF_HARM = (
    r"\b(?=[bchpst])(?:(?:took|take|taking|taken|swallow(?:ed|ing)?|downed|ate) (?:about |like |over |up )?"
    r"(?:a |the |my )?(?:whole|entire|full|all(?: of)?(?: my| the| his| her)?|[1-9]\d|dozens of|(?:bunch|lot|load"
    r"|ton|handful)s? of)"
    rf" (?:(?:bottle|box|pack|packet|strip) of )?(?:\w+ ){{0,2}}{_MEDS}\b"
    rf"|(?:took|take|taking|swallow(?:ed|ing)?|downed) (?:a|the) (?:whole|entire|full) (?:bottle|box|pack) of"
    r"|(?:burn|burning|scratch|scratching|cut|cutting|carv\w+|hurt|hurting|hit|hitting|bang|banging) my (?:\w+ )?"
    r"(?:arms?|legs?|thighs?|wrists?|skin|head|hands?)(?: \w+){0,4} (?:with a (?:lighter|cigarette|blade|razor)"
    r"|with cigarettes|on purpose|until? (?:they|it|i) bleeds?|till (?:they|it) bleeds?|against the wall|again\b"
    r"|when (?:i|it)"
    r"(?:['’]?m| am| feel| gets?) (?:upset|sad|angry|bad|numb|down))"
    r"|(?:throw(?:ing)? up|puke|purge) (?:after (?:every|each) meal|after eating|everything i eat|on purpose))"
    r"|\b(?:cuts?|marks|scars|slashes|burns) (?:all )?(?:on|over|up|down) (?:her|his|their"
    r"|my \w+['’]s) (?:\w+ )?(?:arms?|wrists?|thighs?)\b"
    r"|\bdrive (?:\w+ )?into (?:a |the )?(?:wall|tree|truck|traffic|river)\b"
    r"|(?:吞|吃|喝)(?:了|下|掉|光)*(?:一?整|大半|好几|几十|[1-9]\d|三十|二十|五十)(?:瓶|板|片|粒|颗"
    r"|盒)[^，。！？]{0,6}(?:药|片|林|芬|酚|平|安定)"
    r"|吞了?一?瓶[^，。！？]{0,8}(?:药|片|林|芬|酚|安定)|抓自己[^，。]{0,4}(?:流血|出血|破)|(?:难受|烦"
    r"|崩溃)[^，。]{0,6}(?:撞墙|扇自己|打自己|咬自己)"
    r"|(?:每次|每顿)吃完[^，。]{0,4}(?:抠喉咙|吐掉|催吐)|[两二三四五六七\d]天没吃(?:饭|东西)[^。]{0,4}(?:还是"
    r"|也)(?:胖|没瘦)"
    r"|把[^，。]{0,5}(?:瓶|盒|板|药)[^，。]{0,4}(?:都|全|一口气)(?:吞|吃|灌)(?:了|下|光)|出(?:个|场|了)?(?:车祸|意外"
    r"|事)[^。！？]{0,8}(?:赔偿|保险金|解脱|一了)"
    r"|(?:胳膊|手臂|手腕|大腿)上?[^，。]{0,5}(?:道子|划痕|刀痕|刀口|割痕|一道一道|一道道)"
    r"|攒了?[^，。！？]{0,6}(?:安眠)?药(?!店|房|品)"
)

BY_PATTERN: tuple[tuple[Silence, Late], ...] = (
    (Silence.CRISIS, Late(_SELF_HARM)),
    (Silence.WEAPON, Late(_WEAPON)),
    (Silence.TOBACCO, Late(_TOBACCO)),
    (Silence.MEDICINE, Late(_DRUG)),
    (Silence.MEDICAL_DEVICE, Late(_DEVICE)),
    (Silence.HEALTH_FOOD, Late(_HEALTH_FOOD)),
    (Silence.HEALTH, Late(_DISEASE)),
)

KEEPS_IT = Late(
    r"[\s-]*(?:(?:hard|soft|travel|carrying|storage|leather|display)[\s-]*)*(?:case|pouch|bag|holder|stand|rack"
    r"|organi[sz]er|hook|hanger)\b"
    r"|收纳|挂钩|挂架|展示|保护套"
)
"""What follows a device that is only to be kept: "stethoscope case"."""
REMEDIES: tuple[tuple[Silence, Late], ...] = (
    (
        Silence.MEDICINE,
        Late(
            r"\b(?:tablets?|pills?|capsules?|drops|creams?|ointments?|salves?|balms?|sprays?|syrups?|patch(?:es)?|gels?"
            r"|lozenges?|medicines?|meds?|medication|remed(?:y|ies)|vaccines?|relief|powders?|sachets?|antibiotics?)\b"
            r"|药|膏|丸|颗粒|脚气粉|痱子粉|喷剂|喷雾|滴剂|糖浆|疫苗|软膏|栓"
        ),
    ),
    (
        Silence.MEDICAL_DEVICE,
        Late(
            r"\b(?:thermometers?|monitors?|machines?|meters?|braces?|splints?|boots?|tests?|test kits?|walkers?"
            r"|strips|slings?"
            r"|stools?|scooters?|canes?|crutch(?:es)?|aids?|cuffs?|thing(?:y|ie)|devices?)\b|体温计|温度计|测仪"
            r"|测量仪|检测|护踝|护膝|护腕|护腰|固定|补牙"
            r"|支具|仪器|贴片|吊带|拐杖|洗澡|代步|器$"
        ),
    ),
)
"""Forms of what is taken or put on against an illness: with its name they make a remedy, in the order of looking."""

ONLY_SHAPED_LIKE = Late(
    r"(?:-free\b|[\s-]*proof\b|[\s-]*resistant\b)|[\s-]*(?:shaped?|styled?|themed?|print(?:ed)?|pattern(?:ed)?"
    r"|costume|cosplay|novels?|textbook|dvd|documentary|drama|soundtrack|colou?r(?:ed)?|figurine|toy\b|emoji"
    r"|scent(?:ed)?\b|ash\b"
    r"|brown|orange|umbrella|enamel pin|badge|watch with|coaster|magnet|necklace|earrings?"
    r"|bracelet|charm|pendant|lamp|mug|candle|pillow|letter opener|bookmark"
    r"|pen\b|cufflinks|poster|t-?shirt"
    r"|(?:一样)?大小|(?:植物)?画册|图鉴|绘本|小说|漫画|剧(?!烈|痛|毒)|dvd|纪录片|造型|形状|形(?!成)|图案|印花|同款"
    r"|(?:棕|灰|蓝|绿|红|黄|褐|橙|晶)(?:色|皮|$)?(?!烟|双喜|塔|河"
    r"|金)|徽章|玩偶|抱枕|模型摆件|贴纸|色|项链|耳环|耳钉|吊坠|雨伞|书签|发夹)"
)
"""What follows a word that only lends its shape, colour or smell."""
PLAY = Late(
    r"\b(?=[abcdflmopst])(?:toys?|plush|plushie|costumes?|cosplay|legos?|figurines?|action figures?|stuffed|stickers?"
    r"|ornaments?|posters?|doll ?house|miniatures?|colou?ring book|barbie"
    r"|cookie cutter)\b"
    r"|(?=[玩公手毛积乐抱图印c拼贴造盆摆项海填挂芭徽娃微])(?:娃娃屋|微缩|玩具|玩偶|公仔|手办|毛绒|积木|乐高|抱枕"
    r"|图案|印花|cos服"
    r"|拼图|贴纸"
    r"|手机壳|造型|盆景|摆件|项链|海报|填色|挂画|芭比|徽章)"
)
"""Words of a play thing, a picture or a dress: with them a syringe is no device and a sword no weapon."""
MOCK_ARMS = Late(
    r"\b(?=[bdfmnptvw])(?:themed|party|dress up|foam|nerf|minecraft|video game|board game|decorations?|decor"
    r"|water (?:gun|blaster)s?)\b"
    r"|糖果盒|泡沫|软弹"
)
"""Words that take the edge off arms, though not off a remedy ("minoxidil foam")."""
REAL = Late(
    r"打猎|狩猎|野猪|野鸡|野兔|打鸟|\breal\b|\bsharp\b|full metal|that (?:can )?(?:fire|shoot)s?|looks real"
    r"|\bmetal\b|真的?[枪刀剑]|仿真"
    r"|金属|可发射|开刃|合金|实战|大威力"
)
"""Words that make it one again."""
OF_SCENT = Late(
    r"\b(?=[acdefprs])(?:colognes?|perfumes?|fragrances?|aftershaves?|eau de (?:parfum|toilette|cologne)|diffusers?"
    r"|room sprays?|scented candles?)\b"
    r"|(?=[香沙淡无])(?:香水|香氛|香薰|香调|沙龙香|淡香|无火香)"
)
"""Things to smell of: tobacco is a note of theirs."""
SMOKED = Late(
    r"\b(?:smok(?:e|es|ed|ing|er|ers)|roll(?:ing|ies|ie)?|puffs?|vap(?:e|es|ing)|pipes?|pouch(?:es)?|nicotine|packs?|carton)\b"
    r"|[抽吸卷嚼叼]|烟(?:丝|斗|弹|油|杆)|尼古丁|[整一两]条"
)
"""Words that make a smoke of tobacco again."""
ON_SKIN = Late(
    r"\b(?=[abcefhlmst])(?:serums?|creams?|lotions?|shampoos?|conditioner|(?:face|sheet|hair|eye|sleeping) masks?"
    r"|moisturi[sz]ers?|toners?|cleansers?|soaps?|lip ?balms?|lipsticks?|scrubs?|sunscreens?|sunblock|body wash"
    r"|shower gel|essence|face wash|ampoules?|foundation|toothpaste|hand cream|body butter|hair oil|face oil"
    r"|skincare)\b"
    r"|(?=[精面乳洗护爽化洁沐身唇润眼防牙香肥粉素安发水隔卸])(?:精华|面霜|乳液|洗发|护发|面膜|爽肤水|化妆水|洁面|洗面奶"
    r"|沐浴|护手霜|身体乳|唇膏|润唇|眼霜|防晒|牙膏|香皂|肥皂|粉底|素颜霜|眼膜|安瓶|发膜|水乳|护肤|隔离霜|卸妆)"
)
"""Cosmetics: what stands in them is an ingredient."""
OF_THE_SKIN = Late(
    r"(?:itchy|dry|cracked|flaky|peeling|stiff) (?:skin|scalp|lips|hands|heels|feet)$|(?:头皮|皮肤)(?:有点|很|好|发"
    r"|容易)?(?:痒|脱皮|干)$"
)
"""A complaint that cosmetics are bought against, where one is wanted: "dog shampoo for itchy skin"."""
SWALLOWED = Late(
    r"\b(?:supplements?|capsules?|tablets?|pills?|gummies|powder|drink|oral|ingest\w*|softgels?|swallow|protein|whey)\b"
    r"|口服|胶囊(?!精华|面膜)|片剂|软糖|内服|保健|补剂|吃的|喝的"
)
"""Words of what is taken in, which make an ingredient a supplement again."""
MADE_TO_HOLD = Late(
    r"\b(?:chairs?|stools?|sofas?|couch(?:es)?|armchairs?|recliners?|mattress(?:es)?|pillows?|beds?|bed frames?"
    r"|benches|bench|desks?"
    r"|tables?|shoes?|sneakers|trainers|boots|sandals|shelf|shelves|rack) (?:[a-z]+ )?(?:with|for|that (?:has|have"
    r"|gives?|offers?)) "
    r"(?:[a-z]+ ){0,3}$"
)
"""A seat or a shoe before what it has: its joints are of wood."""
