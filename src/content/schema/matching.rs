//! The keys of `match.yml`: what the self-assessment asks, and what every answer does.

use crate::content::shape::{Id, Keyed, Text, WebAddress, Whole, record};

record! {
    /// `match.yml` 的内容：自测问什么，每个回答有什么作用。
    pub struct MatchFile {
        /// 兴趣的名单，每个兴趣至少要有一个方向对应。
        interests: Vec<InterestEntry>,
        /// 计分，即怎样由分数得出结果。
        scoring: ScoringEntry,
        /// 题目。
        questions: Vec<QuestionEntry>,
        /// 提醒，几个回答凑在一起，或者回答和结果拧着的时候说。
        warnings: Option<Vec<WarningEntry>>,
    }
}

record! {
    /// 自测里的一个兴趣。
    pub struct InterestEntry {
        /// 标识，方向的 `interests` 里写的就是它。
        id: Id,
        /// 兴趣的名称。
        name: Text,
    }
}

record! {
    /// 计分，即怎样由分数得出结果。
    pub struct ScoringEntry {
        /// 最多给出几个方向。
        named: Whole<1, 9>,
        /// 相差不到几分算并列。
        tie: Whole<1, 999>,
        /// 比第一个低几分以内算“其次”。
        near: Whole<0, 999>,
        /// 第一个至少要比居中的方向高几分，不到就说“没有明显倾向”。
        clear: Whole<1, 999>,
        /// 方向把某个兴趣写在第一位、第二位……各得百分之几，再往后照最后一个数。
        places: Vec<Whole<0, 100>>,
    }
}

record! {
    /// 一道题目。
    pub struct QuestionEntry {
        /// 标识，会写进网址，公开后别改。
        id: Id,
        /// 题目的文字。
        text: Text,
        /// 帮人作答的提示。
        help: Option<Text>,
        /// 最多选几项，不写就是一项。
        most: Option<Whole<1, 9>>,
        /// 回答。
        answers: Vec<AnswerEntry>,
    }
}

record! {
    /// 一个回答和它的作用。
    pub struct AnswerEntry {
        /// 标识，会写进网址，公开后别改。
        id: Id,
        /// 回答的文字，离开题目也要看得懂。
        text: Text,
        /// 为什么对某些兴趣有利或不利。
        why: Option<Text>,
        /// 本来就不该有作用的回答，写 `true`。
        neutral: Option<bool>,
        /// 各条尺子上合意的范围，键是尺子的 `id`。
        axes: Option<Keyed<RangeEntry>>,
        /// 给有这些兴趣的方向加几分，负数是减分，键是兴趣的 `id`。
        interests: Option<Keyed<Whole<-99, 99>>>,
        /// 给这次转向留了几个月。
        months: Option<MonthsRangeEntry>,
        /// 按方向还写多少代码加减几分。
        coding: Option<CodingPointsEntry>,
        /// 底线，说明哪些方向不进结果。
        limits: Option<Vec<LimitEntry>>,
    }
}

record! {
    /// 一条尺子上合意的范围，出了范围就扣分。
    pub struct RangeEntry {
        /// 范围里的最低分，不写就没有下限。
        at_least: Option<Whole<1, 5>>,
        /// 范围里的最高分，不写就没有上限。
        at_most: Option<Whole<1, 5>>,
        /// 出了范围，每差一分扣几分。
        cost: Whole<1, 99>,
    }
}

record! {
    /// 有几个月的时间，不够就扣分。
    pub struct MonthsRangeEntry {
        /// 有几个月。
        at_most: Whole<0, 120>,
        /// 方向需要的时间（最少与最多的中间）每多一个月扣几分。
        cost: Whole<1, 99>,
    }
}

record! {
    /// 按方向还写多少代码加减几分，没写的不加不减。
    pub struct CodingPointsEntry {
        /// 给大部分时间写代码的方向加几分，负数是减分。
        most: Option<Whole<-99, 99>>,
        /// 给一部分时间写代码的方向加几分，负数是减分。
        some: Option<Whole<-99, 99>>,
        /// 给很少写代码的方向加几分，负数是减分。
        little: Option<Whole<-99, 99>>,
        /// 给不写代码的方向加几分，负数是减分。
        none: Option<Whole<-99, 99>>,
    }
}

record! {
    /// 一条底线。
    pub struct LimitEntry {
        /// 哪些方向不进结果。
        exclude: BoundEntry,
        /// 写兴趣的 `id`，读者的回答给其中一个加了分，就不挡。
        unless: Option<Vec<Id>>,
        /// 为什么，半句话说清。
        why: Text,
    }
}

record! {
    /// 界限，指高于或低于某个分数的方向，或者要花太多个月的方向。
    pub struct BoundEntry {
        /// 哪条尺子，写 `axes.yml` 里的 `id`。
        axis: Option<Id>,
        /// 指高于这个分数的方向。
        above: Option<Whole<1, 5>>,
        /// 指低于这个分数的方向。
        below: Option<Whole<1, 5>>,
        /// 指最少也要超过这么多个月的方向。
        months_above: Option<Whole<0, 120>>,
    }
}

record! {
    /// 一条提醒，几个回答凑在一起，或者回答和结果拧着的时候说。
    pub struct WarningEntry {
        /// 哪道题选了哪个回答，都写 `id`，写几条就要同时满足几条。
        when: Keyed<Id>,
        /// 给出的方向里有这样的，才提醒。
        named: Option<BoundEntry>,
        /// 提醒的话。
        text: Text,
        /// 让人读原文的地方。
        source: Option<WarningSourceEntry>,
    }
}

record! {
    /// 让人读原文的地方。
    pub struct WarningSourceEntry {
        /// 原文的标题。
        title: Text,
        /// 原文的网址。
        url: WebAddress,
    }
}
