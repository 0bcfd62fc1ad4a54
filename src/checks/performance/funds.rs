//! P17: what a form of targets counts among the money of the year is no more than that money.

use super::{finding, nothing, quoted};
use crate::amount::grouped;
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::Kind;
use crate::report::Outcome;

/// See the explanation.
pub const CHECK: Check = Check {
    code: "P17",
    name: "当年财政拨款不超过年度资金申请总额",
    document: Kind::Unknown,
    doc: "查什么: 绩效目标表里“其中：当年财政拨款”是不是大于“年度资金申请总额”。小于是正常的（还有上年结转和其他资金）。
为什么: 部分不会大于总额；大了，两个数里有一个没有随预算一起改。
依据: 《中央部门预算绩效目标管理办法》（财预〔2015〕88号）附件绩效目标申报表：年度资金总额包括财政拨款和其他资金。
举例: 年度资金申请总额 903,000.00 元，其中当年财政拨款 1,419,000.00 元。
怎么改: 对照项目支出预算改正错的那一个。",
    run,
};

fn run(context: &mut Context<'_>) {
    for program in &context.disclosure.programs {
        let (Some(whole), Some(part)) = (program.budget, program.granted) else { continue };
        if part <= whole {
            context.ledger.add(CHECK.code, Outcome::Passed);
            continue;
        }
        context.ledger.add(CHECK.code, Outcome::Failed);
        let unit = program.unit.map_or("", |unit| unit.label());
        let message = format!(
            "{}的当年财政拨款 {} {unit}，比年度资金申请总额 {} {unit}还多。",
            quoted(program),
            grouped(part),
            grouped(whole)
        );
        let values = Some((grouped(whole), grouped(part)));
        let found = finding(CHECK.code, message, values, [program.origin.clone()]);
        context.findings.push(found);
    }
    nothing(context, CHECK.code, "没有同时写明年度资金申请总额和当年财政拨款的绩效目标表");
}
