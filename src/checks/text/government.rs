//! T13: the government whose money it is stands at the department's own level.

use super::{Slip, passages, report};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::Kind;
use crate::report::{Outcome, Severity};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "T13",
    name: "名词解释里的财政级次是本级的",
    document: Kind::Unknown,
    doc: "查什么: 名词解释里说财政拨款、基本支出、项目支出、“三公”经费是哪一级财政的钱时，写的是不是本级：区、县的单位有没有照抄“市级财政”“市级预算主管部门”。
为什么: 多半照抄上级的模板，说错了钱是谁拨的。
依据: 财政拨款指本级财政部门当年拨付的资金。
举例: 区里的部门写“财政拨款收入：指市级财政当年拨付的资金”。
怎么改: 改成“区级财政”或“本级财政”。",
    run,
};

/// What is explained: the department's own money, not what comes from above.
const TERMS: &[&str] = &["财政拨款收入", "一般公共预算拨款收入", "基本支出", "项目支出", "“三公”经费"];

fn run(context: &mut Context<'_>) {
    let own = context.disclosure.identity.organization.as_deref().and_then(level);
    let Some(own) = own else {
        context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, "单位名称看不出是哪一级的");
        return;
    };
    let Some(passages) = passages(context, CHECK.code) else { return };
    let mut slips = Vec::new();
    let mut examined = 0;
    for passage in &passages {
        let Some(colon) = passage.slice(0, 24).iter().position(|c| matches!(c, '：' | ':')) else {
            continue;
        };
        let term = passage.text(0, colon);
        let explained = TERMS.iter().any(|known| term.contains(known));
        if !explained || !matches!(passage.at(colon + 1), Some('指' | '是')) {
            continue;
        }
        examined += 1;
        for at in colon..passage.chars.len() {
            let told = ["财政当年", "财政拨款", "财政有", "预算主管部门", "财政部门"]
                .iter()
                .any(|word| passage.has(at + 2, word));
            let other = passage.at(at).filter(|c| matches!(c, '省' | '市' | '区' | '县') && *c != own);
            // 区县级 may be said of either.
            let sole = !matches!((own, other), ('区', Some('县')) | ('县', Some('区')));
            let (Some(other), true, true) = (other, told && passage.at(at + 1) == Some('级'), sole) else {
                continue;
            };
            let says = format!("名词解释写“{other}级”，本单位是{own}级的");
            slips.push(
                Slip::new(passage, at, at + 4, says).weighing(Severity::Warning).wanting(format!("{own}级")),
            );
        }
    }
    report(context, CHECK.code, examined, slips);
}

/// The level of government an organization's name tells.
fn level(own: &str) -> Option<char> {
    let mut level = None;
    let chars: Vec<char> = own.chars().take(14).collect();
    for (at, &c) in chars.iter().enumerate().skip(2) {
        let before = chars.get(at - 1).copied().unwrap_or_default();
        let next = chars.get(at + 1).copied().unwrap_or_default();
        let place = match c {
            // 市场监督管理局, 市政管理处: a word, not a place.
            '省' | '市' => before != '城' && !matches!(next, '场' | '政' | '容' | '民'),
            // 开发区, 社区: neither tells the level for certain.
            '区' => {
                !matches!(before, '社' | '地' | '园' | '景' | '校' | '辖' | '发' | '技' | '新' | '治' | '护')
            }
            '县' => true,
            _ => false,
        };
        if place {
            level = Some(c);
        }
    }
    level
}
