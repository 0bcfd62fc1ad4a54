//! N26: calculations written out in prose and in the cells of tables: `5005元×8人×12个月=48.05万元`.

pub mod expression;
pub mod finding;
pub mod judge;
pub mod listed;
pub mod passages;
pub mod quantity;
pub mod rates;
pub mod result;
pub mod value;

use crate::checks::context::Context;
use crate::checks::registry::Check;
use crate::disclosure::model::Kind;
use crate::report::Outcome;
use value::Verdict;

/// The checks of calculations.
pub const CHECKS: &[Check] = &[CHECK, listed::CHECK, rates::CHECK];

/// See the explanation.
pub const CHECK: Check = Check {
    code: "N26",
    name: "写出来的算式算得对",
    document: Kind::Unknown,
    doc: "查什么: 文字和表格里写出来的算式（单价×数量×时间、几项相加、连等式），按算式精确算一遍，和写出的结果比。结果可以写在等号后面，也可以写在括号或冒号前面；元、万元、亿元自动换算。结果按写出的位数四舍五入；只是舍去了尾数的，或者算式里的数本身是约数的，当作尾差。
为什么: 项目经费的测算依据写的就是算式；算式和金额对不上，预算就站不住。
依据: 算术；项目支出预算应当说明测算依据和标准。
举例: “聘用专业一级 8 人共 48.50 万元（5005 元×8 人×12 个月）”，算式得 48.048 万元，应为 48.05 万元。
怎么改: 核对单价、数量和时间；算式没错的改结果，同时改用到这个结果的合计。",
    run,
};

fn run(context: &mut Context<'_>) {
    let mut any = false;
    for passage in context.streams().iter() {
        for judgement in judge::judge(passage) {
            any = true;
            let outcome = match judgement.verdict {
                Verdict::Exact => Outcome::Passed,
                Verdict::Cut | Verdict::Operands => Outcome::Rounding,
                Verdict::Raised | Verdict::Broken => Outcome::Failed,
                Verdict::Unclear => {
                    context.ledger.add_reason(CHECK.code, Outcome::CannotCheck, judgement.reason);
                    continue;
                }
            };
            context.ledger.add(CHECK.code, outcome);
            context.findings.extend(finding::of(passage, &judgement));
        }
    }
    if !any {
        context.ledger.add_reason(CHECK.code, Outcome::NotApplicable, "没有找到写出来的算式");
    }
}
