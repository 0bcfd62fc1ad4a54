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
