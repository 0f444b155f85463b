"""Arabic: joined and prefixed words, duals, sums with wa-, and verbs that stand before their numbers and speakers.

Sentences have their figures in [brackets]; the day they were published on is 10 February 2020.
"""

import re
from datetime import date

import pytest

from sitrep.extract import extract_text
from sitrep.units import unit_name
from tests.extract.marked import PUBLISHED, figure, figures

NUMBERS = [
    # Digits, plain and Arabic-Indic, with letters written onto them.
    ("نزح [1,234] شخصا.", 1234),
    ("نزح [١٬٢٣٤] شخصا.", 1234),
    ("نزح [2.5 مليون] شخص.", 2_500_000),
    ("نزح [٢٫٥ مليون] شخص.", 2_500_000),
    ("سقط قتلى وأصيب و[756] جريحا.", 756),
    ("عاد ما لا يقل عن الـ[400] شخص.", 400),
    # Words in every case and gender.
    ("قتل [سبعة] أشخاص.", 7),
    ("قتلت [سبع] نساء.", 7),
    ("أصيب [ثمانية عشر] شخصا.", 18),
    ("أصيبت [إحدى عشرة] امرأة.", 11),
    ("أصيب [اثنا عشر] رجلا.", 12),
    ("نزحت [خمس وعشرون] أسرة.", 25),
    ("نزح [واحد وأربعون] شخصا.", 41),
    ("نزحت [مئة] أسرة.", 100),
    ("نزحت [مائتا] أسرة.", 200),
    ("قتل [مئتان وخمسة] أشخاص.", 205),
    ("قتل [ثلاثمئة وخمسة وأربعون] شخصا.", 345),
    ("قتل [تسعمائة] شخص.", 900),
    ("قتل [ألف ومئة وخمسون] شخصا.", 1150),
    ("قتل [ألفان وخمسمئة] شخص.", 2500),
    ("نزح [خمسة آلاف] شخص.", 5000),
    ("نزح [خمسة وعشرون ألف] شخص.", 25_000),
    ("نزح [مئة وخمسون ألفا] من السكان.", 150_000),
    ("نزح [مئتي ألف] شخص.", 200_000),
    ("نزح [مليونا] شخص.", 2_000_000),
    ("نزح [مليونان وثلاثمئة ألف] شخص.", 2_300_000),
    ("نزح [ثلاثة ملايين ونصف] شخص.", 3_500_000),
    ("نزح [مليون ونصف المليون] شخص.", 1_500_000),
    ("نزح [نصف مليون] شخص.", 500_000),
    ("نزح [ربع مليون] شخص.", 250_000),
    ("نزح [مئة ألف] شخص.", 100_000),
    ("نزح [ألفا] شخص.", 2000),
    ("نزح [ألف] شخص.", 1000),
    # Sums of words and digits.
    ("نزح [44 ألفا و218] شخصا.", 44_218),
    ("نزحت [3 آلاف و200] أسرة.", 3200),
    ("نزح [مليون و300 ألف] شخص.", 1_300_000),
    ("نزحت [4 آلاف وخمسمئة] أسرة.", 4500),
    # Words that are number and noun at once.
    ("قتل [طفلان] في القصف.", 2),
    ("قتل [مواطنان اثنان] في القصف.", 2),
    ("انهار [سدان] شمال المدينة.", 2),
    # Shares.
    ("يعاني [ثلث] السكان من الجوع.", 33.33),
    ("يعاني [ثلثا] السكان من الجوع.", 66.67),
    ("يعاني [ثلاثة أرباع] السكان من الجوع.", 75),
    ("[واحد من كل خمسة] أطفال خارج المدرسة.", 20),
    ("[9 من كل 10] أسر تحتاج إلى الغذاء.", 90),
    ("غطي [25 في المئة] من النداء.", 25),
    ("غطي [%25] من النداء.", 25),
    # A mark before three digits of what can only be counted whole groups them.
    ("نزح [718.998] شخصا.", 718_998),
]

SPANS = [
    ("بين [100 و150] شخصا قتلوا.", 100, 150),
    ("نزح ما بين [15 ألفا و20 ألف] شخص.", 15_000, 20_000),
    ("يستغرق العمل من [5 إلى 10 أيام].", 5, 10),
    ("قتل [أربعة أو خمسة] أشخاص.", 4, 5),
    ("نزح [عشرات الآلاف] من المدنيين.", 20_000, 99_999),
    ("نزح [مئات] الأشخاص.", 200, 999),
    ("نزح ال[آلاف].", 2000, 9999),
    ("نزح [آلاف] المدنيين.", 2000, 9999),
    ("[ملايين] الأطفال جياع.", 2_000_000, 9_999_999),
    ("نزحت [بضعة آلاف] من الأسر.", 2000, 9999),
    ("قتل ال[عشرات].", 20, 99),
]

NONE = [
    "صدر القرار رقم 2585 عن مجلس الأمن.",
    "نزح محمد (35 عاما) مع أسرته.",
    "توفيت طفلة عمرها 12 عاما.",
    "تلقى الأطفال دون سن الخامسة عشرة اللقاح.",
    "وقع الانفجار الساعة 10:30 صباحا.",
    "انتهت الحرب عام 2018.",
    "وصل الوفد يوم الاثنين إلى المدينة.",
    "اجتمع الجانبان في جنيف.",
    "سجلت إصابات بفيروس كوفيد-19.",
    "وصلت بعثة تقصي الحقائق في 15 رمضان.",
    "يلعب الفريق ضمن مجموعة 20.",
    "شيع القتيلان أمس.",
    "قالت ميا إن الطريق مغلق.",
    "احتفلت المدينة بالذكرى الـ50 لتأسيسها.",
]

UNITS = [
    ("قتل [12] شخصا.", "person"),
    ("نزحت [12] أسرة.", "household"),
    ("نزحت [عائلتان].", "household"),
    ("دمر القصف [12] منزلا.", "item"),
    ("غطي [25 بالمئة] من الخطة.", "percent"),
    ("انخفض المعدل [3 نقاط مئوية].", "percentage_point"),
    ("يحتاج النداء إلى [36 مليون دولار أمريكي].", "USD"),
    ("قدم الاتحاد [1.2 مليار يورو].", "EUR"),
    ("بلغ سعر الكيس [90 ألف ليرة سورية].", "SYP"),
    ("بلغ سعر الكيس [50 ألف ريال يمني].", "YER"),
    ("بلغ سعر الكيس [50 ألف جنيه سوداني].", "SDG"),
    ("بلغ سعر الكيس [50 ألف دينار عراقي].", "IQD"),
    ("تبعد القرية [40 كم] عن المدينة.", "kilometer"),
    ("غمرت المياه [600 كيلومتر مربع].", "square_kilometer"),
    ("احترق [450 هكتارا].", "hectare"),
    ("غمرت المياه [20 ألف فدان].", "feddan"),
    ("جرفت القوات [70 دونما].", "dunum"),
    ("وصلت [300 طن] من القمح.", "tonne"),
    ("وزعت المنظمة [9000 لتر] من المياه.", "liter"),
    ("بلغت الحرارة [48 درجة مئوية].", "degC"),
    ("بلغت سرعة الرياح [120 كيلومترا في الساعة].", "kilometer_per_hour"),
    ("هطل [90 ملم] من الأمطار.", "millimeter"),
    ("دامت الحرب [عامين].", "year"),
    ("استمر القصف [48 ساعة].", "hour"),
    ("استمر القتال في [الأيام الثلاثة] الأولى.", "day"),
]

QUALIFIERS = [
    ("نزح نحو [300] شخص.", "about"),
    ("نزح حوالي [300] شخص.", "about"),
    ("نزح ما يقرب من [300] شخص.", "about"),
    ("نزح قرابة [300] شخص.", "about"),
    ("نزح زهاء [300] شخص.", "about"),
    ("قدر عدد القتلى بنحو [300].", "about"),
    ("قتل أكثر من [300] شخص.", "at_least"),
    ("قتل ما لا يقل عن [300] شخص.", "at_least"),
    ("قتل [300] شخص على الأقل.", "at_least"),
    ("قتل ما يزيد على [300] شخص.", "at_least"),
    ("تجاوز عدد القتلى [300].", "at_least"),
    ("يحتاج ما يصل إلى [300] شخص إلى الغذاء.", "at_most"),
    ("بلغت سرعة رياح تتجاوز سرعتها [70 كم].", "at_least"),
    ("عالجت أطباء بلا حدود [300] شخص.", "exact"),
    ("غطي أقل من [20%] من الخطة.", "at_most"),
    ("قتل [300] شخص.", "exact"),
]

INDICATORS = [
    ("لقي [12] شخصا مصرعهم في الحريق.", "deaths"),
    ("أسفر الهجوم عن مقتل [12] مدنيا.", "deaths"),
    ("أودت السيول بحياة [12] شخصا.", "deaths"),
    ("ارتفعت حصيلة القتلى إلى [12].", "deaths"),
    ("انتشلت الفرق [12] جثة.", "deaths"),
    ("استشهد [12] فلسطينيا.", "deaths"),
    ("أصيب [12] شخصا بجروح.", "injured"),
    ("جرح [12] آخرون.", "injured"),
    ("سقط [12] جريحا.", "injured"),
    ("لا يزال [12] شخصا في عداد المفقودين.", "missing"),
    ("فقد [12] صيادا في البحر.", "missing"),
    ("اعتقلت القوات [12] شخصا.", "detained"),
    ("خطف مسلحون [12] تلميذا.", "detained"),
    ("أفرجت السلطات عن [12] سجينا.", "detained"),
    ("أجلت السلطات [12 ألف] شخص.", "evacuated"),
    ("تم إجلاء [400] مريض من المدينة.", "evacuated"),
    ("نزح [90 ألف] شخص من المدينة.", "displaced"),
    ("اضطر [800] شخص إلى الفرار من منازلهم.", "displaced"),
    ("شردت الفيضانات [6 آلاف] أسرة.", "displaced"),
    ("يؤوي المخيم [2600] نازح.", "displaced"),
    ("تستضيف تركيا [3.6 ملايين] لاجئ.", "refugees"),
    ("عبر [4 آلاف] شخص الحدود إلى تشاد.", "refugees"),
    ("عاد [900] نازح إلى ديارهم.", "returnees"),
    ("يعاني [90 ألف] طفل من سوء التغذية الحاد.", "malnourished"),
    ("يواجه [4 ملايين] شخص انعدام الأمن الغذائي الحاد.", "food_insecure"),
    ("سجلت الوزارة [90] إصابة بالكوليرا.", "cases"),
    ("أصيب [90] شخصا بحمى الضنك.", "cases"),
    ("بات [3 ملايين] طفل خارج المدارس.", "out_of_school"),
    ("لا يزال [400] شخص محاصرين في المدينة.", "at_risk"),
    ("علق [90] عاملا تحت الأنقاض.", "at_risk"),
    ("تلقى [700] شخص مساعدات غذائية.", "reached"),
    ("طعمت الفرق [700] طفل.", "reached"),
    ("تستهدف الخطة [5 ملايين] شخص.", "targeted"),
    ("يحتاج [3 ملايين] شخص إلى المساعدة الإنسانية.", "in_need"),
    ("بات [900] شخص بحاجة إلى مأوى.", "in_need"),
    ("تضرر [6 آلاف] شخص من السيول.", "affected"),
    ("يقطن المدينة [90 ألف] نسمة.", "population"),
    ("دمرت العاصفة [30] منزلا.", "homes_damaged"),
    ("احترقت [30] خيمة.", "homes_damaged"),
    ("خرجت [4] مستشفيات عن الخدمة.", "facilities_damaged"),
    ("استهدف القصف [4] مدارس.", "facilities_damaged"),
    ("افتتحت المنظمة [7] مراكز إيواء.", "sites"),
    ("سيطرت القوات على [9] قرى.", "places"),
    ("شنت الطائرات [15] غارة على البلدة.", "incidents"),
    ("انتشر [200] جندي في المدينة.", "forces"),
    ("دخلت [40] شاحنة مساعدات إلى القطاع.", "supplies"),
    ("تعمل [70] منظمة إنسانية في البلاد.", "responders"),
    ("شارك [70] عنصرا من الحماية المدنية.", "responders"),
    ("وزع المركز ([550]) سلة غذائية.", "supplies"),
    ("وزع المركز [40] خيمة استفاد منها [300] فرد.", "supplies reached"),
    ("تم إنقاذ [30] شخصا من تحت الأنقاض.", "reached"),
    ("ارتفعت وفيات الحصبة في البلاد إلى [30] حالة.", "deaths"),
    ("سجلت [900] حالة كوليرا، بما في ذلك [12] حالة وفاة.", "cases deaths"),
    ('نفذ المسلحون أكثر من [1745] "هجوما".', "incidents"),
    ("تحتاج الوكالة إلى [40 مليون دولار].", "funding_required"),
    ("خصص الصندوق [5 ملايين دولار] للاستجابة.", "funding_received"),
    ("تبلغ الفجوة التمويلية [60 مليون دولار].", "funding_gap"),
    ("تبعد القرية [40 كيلومترا] عن المدينة.", "distance"),
    ("غمرت المياه [20 ألف فدان].", "area"),
    ("ضرب زلزال بقوة [6.1 درجات] المدينة.", "hazard"),
    ("بلغ سعر الكيس [40 دولارا].", "price"),
    ("دامت الحرب [9 سنوات].", "duration"),
    ("فارق [5] أشخاص الحياة.", "deaths"),
    ("عالجت الفرق [90] مصابا بالملاريا.", "cases"),
    ("تم نقل [90 ألفا] لمراكز الإيواء.", "evacuated"),
    ("قالت حركة طالبان إن [5] أشخاص قتلوا.", "deaths"),
    ("هرب [90] شخصا من بلادهم.", "refugees"),
    ("حصل [90] شخصا على خيام.", "reached"),
    ("نزح [90] شخصا من الولاية المحاصرة.", "displaced"),
    ("ارتفعت كمية المياه. أدت السيول إلى مقتل شخص وفقدان [3] آخرين.", "missing"),
    # The verb of the next clause is not the number's own.
    ("أصيب [10] أشخاص وقتل [5].", "injured deaths"),
    ("قتل [5] أشخاص وأصيب [10] آخرون.", "deaths injured"),
    ("سجلت بغداد مقتل [64] وإصابة [74] آخرين.", "deaths injured"),
    ("سقط [335] قتيلا و[756] جريحا.", "deaths injured"),
    ("قتل [9] أشخاص بينهم [3] أطفال.", "deaths deaths"),
    ("إن حالات الوفيات جراء الوباء تجاوزت [1800] حالة.", "deaths"),
    ("سقط [40] شهيدا وأصيب [12] آخرون.", "deaths injured"),
    ("نزح [سبعة ملايين] شخص، بينهم [مليونان] يعيشون في مخيمات.", "displaced displaced"),
    ("ألحقت السيول أضرارا ب[300] أسرة.", "affected"),
    ("تبلغ قيمة الخطة [4 ملايين دولار]، لم يمول منها سوى [6%].", "funding_required funding_received"),
]

MEASURES = [
    ("نزح [90 ألف] شخص هذا الأسبوع.", "flow"),
    ("يعيش [90 ألف] نازح في المخيم.", "stock"),
    ("وصل [90] لاجئا أمس.", "flow"),
    ("تستضيف البلاد [90 ألف] لاجئ.", "stock"),
    ("عاد [90 ألف] لاجئ إلى ديارهم.", "flow"),
    ("قتل [90] شخصا.", None),
]

PLACES = [
    ("قتل [5] أشخاص في محافظة إدلب.", "محافظة إدلب"),
    ("قتل [5] أشخاص بمحافظة إدلب.", "محافظة إدلب"),
    ("نزح [90] شخصا من ريف إدلب الجنوبي.", "ريف إدلب الجنوبي"),
    ("قتل [5] أشخاص شمال غرب سوريا.", "شمال غرب سوريا"),
    ("قتل [5] أشخاص بالخرطوم.", "الخرطوم"),
    ("وصل [90] شخصا إلى مخيم زمزم.", "مخيم زمزم"),
    ("تستضيف تركيا [90 ألف] شخص.", "تركيا"),
    ("في ولاية كسلا، نزح [90] شخصا.", "ولاية كسلا"),
    ("يحتاج [90] شخصا في اليمن إلى الغذاء.", "اليمن"),
    ("وصل [90] لاجئا سوريا إلى لبنان.", "لبنان"),
    ("وصل [90] شخصا من سكان السودان.", "السودان"),
    ("دمر [90] منزلا كليا.", None),
    ('وصل [90] شخصا إلى مخيم "السنابل".', 'مخيم "السنابل"'),
    ("قتل [5] أشخاص في دولة تشاد.", "دولة تشاد"),
    ("غرق [5] أشخاص قبالة الساحل الغربي لليبيا.", "ليبيا"),
    ("الخرطوم - وكالات: نزح [90] شخصا.", None),
    ("قتل [5] أشخاص في ولايات البلاد المختلفة.", None),
    ("فاض النهر في بلدة زيرمين. وأجلت السلطات من زيرمين [90] أسرة.", "زيرمين"),
    ("عبر [90] شخصا الحدود إلى بوروندي.", "بوروندي"),
    ("قال المتحدث في مؤتمر صحفي في جنيف إن [90] شخصا نزحوا.", None),
    ("سجلت تشاد [22] حريقا، أشدها في بلدة ماو.", "تشاد"),
    # Where people come from is not where they are.
    ("في حلب، أصيب [90] عاملا من الهند.", "حلب"),
    # A paragraph that goes on telling is about the place of the one before.
    ("وقعت السيول في درنة.\n\nوأضاف المكتب أن [90] شخصا نزحوا.", "درنة"),
    ("وقعت السيول في درنة.\n\nقال المكتب إن [90] شخصا نزحوا.", None),
]

WHEN = [
    ("قتل [5] أشخاص أمس.", "2020-02-09"),
    ("قتل [5] أشخاص أول من أمس.", "2020-02-08"),
    ("قتل [5] أشخاص الجمعة.", "2020-02-07"),
    ("قتل [5] أشخاص يوم الأحد الماضي.", "2020-02-09"),
    ("قتل [5] أشخاص الأسبوع الماضي.", "2020-02-03/2020-02-09"),
    ("قتل [5] أشخاص في يناير الماضي.", "2020-01-01/2020-01-31"),
    ("قتل [5] أشخاص في كانون الثاني.", "2020-01-01/2020-01-31"),
    ("قتل [5] أشخاص في جانفي.", "2020-01-01/2020-01-31"),
    ("قتل [5] أشخاص في شهر غشت 2019.", "2019-08-01/2019-08-31"),
    ("قتل [5] أشخاص في 15 كانون الأول/ديسمبر 2019.", "2019-12-15"),
    ("قتل [5] أشخاص في 15 ديسمبر الماضي.", "2019-12-15"),
    ("قتل [5] أشخاص بين 10 و15 يناير.", "2020-01-10/2020-01-15"),
    ("قتل [5] أشخاص من 28 يناير إلى 3 فبراير.", "2020-01-28/2020-02-03"),
    ("نزح [90] شخصا منذ بداية العام.", "2020-01-01/2020-02-10"),
    ("نزح [90] شخصا منذ منتصف ديسمبر.", "2019-12-11/2020-02-10"),
    ("نزح [90] شخصا منذ عام 2018.", "2018-01-01/2020-02-10"),
    ("نزح [90] شخصا في 2018.", "2018-01-01/2018-12-31"),
    ("بلغ عدد النازحين [90] حتى 5 فبراير.", "2020-02-05"),
    ("نزح [90] شخصا أواخر يناير.", "2020-01-21/2020-01-31"),
    ("نزح [90] شخصا في رجب.", None),
    ("نزح [90] شخصا قبل أيام.", None),
    ("نزح [90] شخصا في الأسبوع الأول من يناير.", "2020-01-01/2020-01-07"),
    (
        "ذكرت الوزارة، اليوم الاثنين، أن [90] مزارعا على الأقل من سكان القرى القريبة من النهر نزحوا مطلع فبراير.",
        "2020-02-01/2020-02-10",
    ),
]

SOURCES = [
    ("قالت وزارة الصحة إن [5] أشخاص قتلوا.", "وزارة الصحة"),
    ("أعلنت الأمم المتحدة مقتل [5] أشخاص.", "الأمم المتحدة"),
    ("قتل [5] أشخاص، بحسب المرصد السوري لحقوق الإنسان.", "المرصد السوري لحقوق الإنسان"),
    ("قتل [5] أشخاص وفقا لوزارة الصحة.", "وزارة الصحة"),
    ("قتل [5] أشخاص وفقا للأمم المتحدة.", "الأمم المتحدة"),
    ("قتل [5] أشخاص، حسبما أفادت الشرطة.", "الشرطة"),
    ("سجلت وزارة الصحة [37] وفاة.", "وزارة الصحة"),
    ("أكد كوبيتش أن [5] أشخاص قتلوا.", "كوبيتش"),
    ("قالت الوزارة إن المعارك استمرت. وأضافت أن [5] أشخاص قتلوا.", "الوزارة"),
    ("نقلا عن مصدر طبي، قتل [5] أشخاص.", "مصدر طبي"),
    ("وفي بيان لها، ذكرت منظمة أطباء بلا حدود أن [5] أشخاص قتلوا.", "منظمة أطباء بلا حدود"),
    ("قتل [5] أشخاص في المدينة.", None),
    ("قتل [5] أشخاص بحسب بيان صادر عن هيئة الطوارئ.", "هيئة الطوارئ"),
    ("في حصيلة أعلنتها الشرطة، قتل [5] أشخاص.", "الشرطة"),
    ("نقل المكتب عن منظمة الصحة العالمية أن [5] أشخاص قتلوا.", "منظمة الصحة العالمية"),
    ("ذكر المكتب في إحصائية أن [5] أشخاص قتلوا.", "المكتب"),
    ("تقدر المفوضية أن [5] أشخاص قتلوا.", "المفوضية"),
    ("وصلت الأسر إلى مديرية ماوية، مشيرا إلى أن [5] أشخاص قتلوا.", None),
    ("قالت الوزارة إن المعارك استمرت. وأوضحت، في بيان لها، أن [5] أشخاص قتلوا.", "الوزارة"),
    ("رصدت السلطات اندلاع النيران ومقتل [5] أشخاص.", "السلطات"),
    ("وفقا لصحف محلية، قتل [5] أشخاص.", "صحف محلية"),
    ("نزح ما يقدر بنحو [5 آلاف] شخص.", None),
    ("قال المكتب التابع للوزارة إن [5] أشخاص قتلوا.", "المكتب التابع للوزارة"),
    ("قال سالم الحداد، المتحدث باسم الهلال الأحمر، إن [40] أسرة نزحت.", "سالم الحداد"),
]

DUE = [
    ("يجب على القوات أن تنسحب قبل [نهاية فبراير].", "2020-02-29"),
    ("طالبت الحكومة المسلحين بالانسحاب بحلول [نهاية الشهر].", "2020-02-29"),
    ("أمهل الجيش السكان [48 ساعة] لمغادرة القرية.", "2020-02-12"),
    ("يتعين على السكان إخلاء الحي خلال [72 ساعة].", "2020-02-13"),
    ("يتعين تقديم المقترحات في موعد أقصاه [30 يونيو 2020].", "2020-06-30"),
    ("الموعد النهائي لتقديم الطلبات هو [15 مارس].", "2020-03-15"),
    ("تنتهي ولاية البعثة في [30 سبتمبر 2020].", "2020-09-30"),
    ("ينتهي العمل بالقرار في [10 يناير المقبل].", "2021-01-10"),
    ("مدد مجلس الأمن ولاية البعثة حتى [31 ديسمبر 2020].", "2020-12-31"),
    ("أعلن الطرفان هدنة مدتها [72 ساعة].", "2020-02-13"),
    ("يجب توزيع الخيام قبل حلول [الشتاء].", "?"),
    ("يستمر حظر التجول حتى إشعار آخر.", ""),
    ("قتل خمسة أشخاص قبل 30 يناير.", ""),
]

PARTS = [
    ("قتل [21] شخصا، من بينهم [7] أطفال.", [None, 0]),
    ("يحتاج [3 ملايين] شخص إلى المساعدة، منهم [مليون] طفل.", [None, 0]),
    ("قتل [5] أشخاص في حلب و[7] في حمص.", [None, None]),
]


PASSAGES = [
    # Places that stand before their numbers, one after the other.
    (
        "سجلت بغداد سقوط [30] قتيلا تلتها محافظة ديالى بـ[17] قتيلا ثم كركوك بمقتل [9].",
        [("deaths", "بغداد"), ("deaths", "محافظة ديالى"), ("deaths", "كركوك")],
    ),
    (
        "لبنان يستضيف [154] لاجئا سوريا، وتركيا [136] لاجئا، والعراق [65] لاجئا.",
        [("refugees", "لبنان"), ("refugees", "تركيا"), ("refugees", "العراق")],
    ),
    # A disease that was named makes infections of what could be injuries.
    (
        "تفشت الكوليرا في حلب.\n\nوسجلت الفرق [153] إصابة في حلب و[21] في الحسكة.",
        [("cases", "حلب"), ("cases", "الحسكة")],
    ),
    ("ارتفع عدد الوفيات في حلب إلى [14] حالة.", [("deaths", "حلب")]),
    # Whose pounds they are was said before.
    (
        "تراجع الجنيه السوداني في السودان. بلغ سعر الكيس [900 جنيه] والوقود [40 جنيها].",
        [("price", None), ("price", None)],
    ),
    # A part of the country that the text is about.
    ("نزح [90] شخصا شمال القطاع.", [("displaced", "شمال القطاع")]),
    # A sum in words behind a list of causes.
    (
        "أدت السيول إلى مقتل [9] وإصابة [12] ونزوح [3 آلاف و200] أسرة.",
        [("deaths", None), ("injured", None), ("displaced", None)],
    ),
]

TIMES = [
    ("نزح [90] شخصا منذ بدء الحرب في السابع من أكتوبر 2019.", "2019-10-07/2020-02-10"),
    ("قتل [5] أشخاص في الحادي والعشرين من يناير.", "2020-01-21"),
    ("نزح [90] شخصا بزيادة عن العام الماضي.", None),
    ("قالت الوزارة اليوم إن [5] أشخاص قتلوا الجمعة.", "2020-02-07"),
    ("قتل [5] أشخاص خلال الأشهر الثلاثة الأولى من عام 2019.", "2019-01-01/2019-03-31"),
]


@pytest.mark.parametrize(("marked", "told"), PASSAGES)
def test_reads_passages(marked: str, told: list[tuple[str, str | None]]) -> None:
    """Each number of a list has its own event and place."""
    found = figures(marked, lang="ar")
    assert [(one.indicator, one.place.name if one.place else None) for one in found] == told


@pytest.mark.parametrize(("marked", "when"), TIMES)
def test_tells_which_time_is_meant(marked: str, when: str | None) -> None:
    """The day of a statement and the year of a comparison are not the number's own."""
    found = figure(marked, lang="ar").when
    assert (str(found) if found else None) == when


@pytest.mark.parametrize(("marked", "value"), NUMBERS)
def test_reads_numbers(marked: str, value: float) -> None:
    """Digits, words, sums and duals have their value."""
    assert figure(marked, lang="ar").value.magnitude == pytest.approx(value)


@pytest.mark.parametrize(("marked", "low", "high"), SPANS)
def test_keeps_both_ends(marked: str, low: float, high: float) -> None:
    """Ranges and vague words are kept as bounds."""
    found = figure(marked, lang="ar")
    assert found.high is not None
    assert (found.value.magnitude, found.high.magnitude) == (low, high)


@pytest.mark.parametrize("text", NONE)
def test_leaves_other_numbers_alone(text: str) -> None:
    """Ages, dates, names, known pairs and clock times are no figures."""
    figures(text, lang="ar")


@pytest.mark.parametrize(("marked", "unit"), UNITS)
def test_reads_units(marked: str, unit: str) -> None:
    """People, households, things, money and measures are counted in their own units."""
    assert unit_name(figure(marked, lang="ar").value) == unit


@pytest.mark.parametrize(("marked", "qualifier"), QUALIFIERS)
def test_reads_qualifiers(marked: str, qualifier: str) -> None:
    """How sure a number is stands before it or behind its noun."""
    assert figure(marked, lang="ar").qualifier == qualifier


@pytest.mark.parametrize(("marked", "indicators"), INDICATORS)
def test_tells_what_is_counted(marked: str, indicators: str) -> None:
    """Verb, verbal noun and noun say what a number counts."""
    assert [one.indicator for one in figures(marked, lang="ar")] == indicators.split()


@pytest.mark.parametrize(("marked", "measure"), MEASURES)
def test_tells_stock_from_flow(marked: str, measure: str | None) -> None:
    """Who fled is a flow, who lives in displacement a stock."""
    assert figure(marked, lang="ar").measure == measure


@pytest.mark.parametrize(("marked", "place"), PLACES)
def test_names_the_place(marked: str, place: str | None) -> None:
    """Places are told without capitals, with the words of kind and direction around them."""
    found = figure(marked, lang="ar").place
    assert (found.name if found else None) == place


@pytest.mark.parametrize(("marked", "when"), WHEN)
def test_resolves_times(marked: str, when: str | None) -> None:
    """Month names of Egypt, the Levant and the Maghreb, weekdays and spans resolve; Hijri months do not."""
    found = figure(marked, lang="ar").when
    assert (str(found) if found else None) == when


@pytest.mark.parametrize(("marked", "source"), SOURCES)
def test_names_who_says_so(marked: str, source: str | None) -> None:
    """The speaker stands behind the verb, or is the one before where the verb has none."""
    assert figure(marked, lang="ar").source == source


@pytest.mark.parametrize(("marked", "days"), DUE)
def test_finds_deadlines(marked: str, days: str) -> None:
    """Ultimatums, mandates and truces have a day; seasons have none that a calendar knows."""
    text = re.sub(r"[\[\]]", "", marked)
    due = extract_text(text, published=PUBLISHED, lang="ar").deadlines
    assert [one.text for one in due] == re.findall(r"\[(.*?)\]", marked)
    assert " ".join(str(one.date or "?") for one in due) == days


@pytest.mark.parametrize(("marked", "wholes"), PARTS)
def test_knows_parts(marked: str, wholes: list[int | None]) -> None:
    """A number said to be among another is a part of it."""
    found = figures(marked, lang="ar")
    spans = [one.span for one in found]
    assert [None if one.part_of is None else spans.index(one.part_of) for one in found] == wholes


def test_a_number_of_a_word_begins_behind_its_letters() -> None:
    """The "and" written onto a number is not a part of it."""
    text = "قتل جندي وثلاثة مدنيين."
    (found,) = extract_text(text, published=date(2020, 2, 10), lang="ar").figures
    assert text[found.span.start : found.span.end] == "ثلاثة"


def test_brackets_around_digits_are_no_part_of_what_is_said() -> None:
    """Digits that are set off in brackets count the noun behind them, and take their scale words."""
    text = "استفاد (3.092) فردا من المشروع. بلغت التكلفة (12) مليونا و(500) ألف دولار."
    figures = extract_text(text, lang="ar").figures
    assert [figure.value.magnitude for figure in figures] == [3_092, 12_500_000]


def test_a_mark_means_the_same_throughout_a_sentence() -> None:
    """Where the mark groups thousands in one number, it does so in those that no noun follows."""
    text = "دمرت السيول 15.537 منزلا بالكامل و13.494 جزئيا، وبلغ عدد المتضررين 145.155."
    assert [f.value.magnitude for f in extract_text(text, lang="ar").figures] == [15_537, 13_494, 145_155]
