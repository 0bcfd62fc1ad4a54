//! R01, R02 …: damage that reading mended. The notes come with the document; here they are explained and counted.

use super::context::Context;
use super::registry::Check;
use crate::disclosure::model::Kind;
use crate::report::Outcome;

/// The repairs that reading makes, each with its explanation.
pub const CHECKS: &[Check] = &[
    Check {
        code: "R01",
        name: "错了一栏的数字已移回",
        document: Kind::Unknown,
        doc: "查什么: 由文本转成的表里，一行的数字整体错了一栏，移回一栏后行内各个合计都成立、并且只有这一种移法成立的，按移回后的位置读，并在这里说明。
为什么: 错栏是复制、转换时常有的损坏；不移回就会把好几个合计都误报成对不上。
依据: 表内合计关系本身。
举例: 某行的 8.00 印在“单位资金”和“上年结转·合计”下面，右移一栏后“总计 = 本年收入 + 上年结转”等都成立。
怎么改: 对照原文看这几个数属于哪一栏；原文确实错栏的，改正排版后再公开。",
        run: |context| count(context, "R01"),
    },
    Check {
        code: "R02",
        name: "绩效表里错位、截断的单元格已归位",
        document: Kind::Unknown,
        doc: "查什么: 绩效目标表、自评表里，指标名称、运算符号、指标值、度量单位、日期不在自己栏下的，按内容归到应在的栏；被单元格或换页截断的名称按同类名称补全。每一处都在这里说明。
为什么: 绩效表的合并单元格在转换时最容易错位；不归位就没法核对指标值和完成情况。
依据: 绩效目标申报表、自评表的栏目设置（财预〔2020〕10号及各地表样）。
举例: “服务对象满意度指”补全为“服务对象满意度指标”；印在“度量单位”栏的“≥”归到“运算符号”。
怎么改: 原文确实错位或截断的，调整单元格后再公开；原文没有问题的，不用改。",
        run: |context| count(context, "R02"),
    },
    Check {
        code: "R03",
        name: "没有落在自己栏上的合计行、表头已对齐",
        document: Kind::Unknown,
        doc: "查什么: 由文本转成的表里，合计行或表头比其他行少了（或多了）一个空格，整行落在别的栏上的，按有编码的各行的栏次对齐；并排的“上级栏目”没有落在自己下级栏上的也对齐。每一处都在这里说明。
为什么: 合并单元格转成文本时常丢空格；不对齐，合计就会被当成别的栏的数字。
依据: 同一张表里有编码的各行：名称在哪一栏、第一个数字在哪一栏。
举例: 各行是“208｜社会保障和就业支出｜9.00｜6.00”，合计行少一格，写成“合计｜9.00｜6.00”，右移一栏后与各行对齐。
怎么改: 对照原文看这几个数属于哪一栏；原文没有错位的，不用改。",
        run: |context| count(context, "R03"),
    },
    Check {
        code: "R04",
        name: "表头丢了一格，数字按正文归栏",
        document: Kind::Unknown,
        doc: "查什么: 表样里一组栏目（如公务用车的小计、购置费、运行费）在文本里少了一栏，剩下的一栏数字与小计相同，说不清是哪一项的，按正文的说法归栏；正文也没有说的，两个名称都写上，不参加核对。
为什么: 丢了一格表头，“运行费”的数字就会挂在“购置费”名下，与正文一比就会误报。
依据: 表样的栏目，以及正文对这两项的说明。
举例: 表里只有“小计、购置费”两栏，都是 13.00；正文说购置费 0 元、运行费 13.00 万元，这一栏就归到运行费。
怎么改: 对照原文的表头；原文确实少一栏的，补上后再公开。",
        run: |context| count(context, "R04"),
    },
    Check {
        code: "R05",
        name: "文本里粘连、散落的字",
        document: Kind::Unknown,
        doc: "查什么: 由文本转成的表里，左右两栏连在一起的、标点掉到单独一行的、序号和符号颠倒的、竖排的格子被逐字拆开的，每张表每种说一次，指出各处的行。
为什么: 这些是排版或转换的损坏，不是数字的错；说清楚哪些已经分开、接回，哪些没有读出来，才知道哪里没有核对。
依据: 金额都写两位小数，数字后面直接跟着文字的，是两个格子连在了一起。
举例: “一、拨款收入 9,396.83二、项目支出 3.00”，在 9,396.83 后面分开。
怎么改: 对照原文；原文的格子太窄、字溢出的，调整栏宽后再公开。",
        run: |context| count(context, "R05"),
    },
    Check {
        code: "R06",
        name: "印在另外页上的右边几栏已接回",
        document: Kind::Unknown,
        doc: "查什么: 表太宽，右边几栏在文本里成了另外的表、没有行的名称的，按行的先后接回原表右边，并在这里说明。
为什么: 不接回，这几栏的数字就没有名称，也没法与左边核对。
依据: 同一标题、行数相同、没有名称栏。
举例: “上年结转结余”的后四栏单独印成一张表，接回《项目支出预算表》右边。
怎么改: 原文分页印的，不用改；标题、表号在续页上缺字的，补全后再公开。",
        run: |context| count(context, "R06"),
    },
];

fn count(context: &mut Context<'_>, code: &str) {
    let mended = context.disclosure.notes.iter().filter(|note| note.rule == code).count();
    if mended > 0 {
        let reason = format!("读取时修补了 {mended} 处，见提示");
        context.ledger.add_reason(code, Outcome::Passed, reason);
    } else {
        context.ledger.add_reason(code, Outcome::NotApplicable, "没有需要修补的地方");
    }
}
