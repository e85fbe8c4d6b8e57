//! Why an answer speaks for a role or against it, in words.

use crate::catalogue::{Fact, Role};
use crate::query::matching::Reason;
use crate::views::words;

/// What an answer meets in a role.
pub fn fact(role: &Role, reason: &Reason) -> String {
    match &reason.ground.fact {
        Fact::Rating(rating) => {
            format!(
                "{} {} 分：{}",
                rating.axis.name, rating.score, rating.reason
            )
        }
        Fact::Interest(interest, place) => {
            match (&reason.answer.why, reason.ground.points > 0, place) {
                (Some(why), ..) => format!("{why}（{}）", interest.name),
                (None, true, 0) => format!("“{}”是它最看重的一类", interest.name),
                (None, true, _) => format!("“{}”也是它看重的一类", interest.name),
                (None, false, _) => format!("它看重“{}”", interest.name),
            }
        }
        Fact::Months(over) => {
            let months = words::months(&role.glance);
            match over {
                0 => format!("需要的时间：{months}"),
                over => format!("需要的时间：{months}，取中间算还差 {over} 个月"),
            }
        }
        Fact::Coding(coding) => format!("到那边还写代码：{}", words::coding(*coding)),
    }
}
