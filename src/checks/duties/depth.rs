//! C02: spending is broken down to the items (项), basic expenditure to the sections (款) of its economic kinds.

use super::is_read;
use crate::articulation::hierarchy::{has_figures, subject_code};
use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::checks::wording::table_name;
use crate::disclosure::model::{Kind, Table};
use crate::report::{Category, Finding, Outcome, Severity};
use crate::subjects::{Domain, domain_of};

/// See the explanation.
pub const CHECK: Check = Check {
    code: "C02",
    name: "支出细化到项、基本支出细化到款",
    document: Kind::Unknown,
    doc: "查什么: 一般公共预算支出表里的功能科目有没有列到项级（7 位编码）；一般公共预算基本支出表里的经济科目有没有列到款级（5 位编码）。没有编码的表、没有读准的表不判断。
为什么: 只列到类、款，看不出钱用在什么事上；“不细化”是历次检查的主要问题之一。
依据: 《预算法》第四十六条：按功能分类编列到项，基本支出按经济性质分类编列到款；财预〔2016〕143号。
举例: 一般公共预算支出表只有 208、20801 这样的类、款，没有一个 7 位编码。
怎么改: 按批复的预算（决算）补列项级、款级科目。",
    run,
};

const DUTIES: [(&str, Domain, usize, &str); 3] = [
    ("一般公共预算支出表", Domain::Functional, 7, "项"),
    ("政府性基金表", Domain::Functional, 7, "项"),
    ("基本支出表", Domain::DepartmentEconomic, 5, "款"),
];

fn run(context: &mut Context<'_>) {
    let disclosure = context.disclosure;
    for (kind, domain, depth, level) in DUTIES {
        for table in disclosure.tables.iter().filter(|table| table.kind.as_deref() == Some(kind)) {
            let Some(deepest) = deepest(table, domain) else { continue };
            if !is_read(table) {
                context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, "表没有读准");
            } else if deepest >= depth {
                context.ledger.add(CHECK.code, Outcome::Passed);
            } else {
                context.ledger.add(CHECK.code, Outcome::Failed);
                let message = format!("{}没有列到{level}级，最细只到 {deepest} 位编码。", table_name(table));
                let origin =
                    table.rows.iter().flat_map(|row| &row.cells).find_map(|cell| cell.origin.clone());
                context.findings.push(Finding {
                    table: Some(table.index),
                    origin: origin.into_iter().collect(),
                    suggestion: Some(format!("补列{level}级科目")),
                    ..Finding::new(CHECK.code, Severity::Warning, Category::Completeness, message)
                });
            }
        }
    }
    if !context.ledger.knows(CHECK.code) {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "没有按科目编码列示的支出表");
    }
}

/// The longest code of a domain among the rows with figures; `None` where there are not at least two such codes.
fn deepest(table: &Table, domain: Domain) -> Option<usize> {
    let codes = table.rows.iter().filter(|row| has_figures(row)).filter_map(subject_code);
    let lengths: Vec<usize> = codes.filter(|code| domain_of(code) == Some(domain)).map(str::len).collect();
    lengths.iter().copied().max().filter(|_| lengths.len() >= 2)
}
