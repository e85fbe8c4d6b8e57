//! What may be written in `content/`: every key, with the sentence an editor needs to fill it in.
//!
//! The docs of the keys are Chinese, because editors read them as the schema's descriptions.

mod matching;

pub use matching::{
    AnswerEntry, BoundEntry, CodingPointsEntry, InterestEntry, LimitEntry, MatchFile,
    MonthsRangeEntry, QuestionEntry, RangeEntry, ScoringEntry, WarningEntry, WarningSourceEntry,
};

use super::shape::{
    Day, Few, Id, Keyed, Line, Measure, Moment, SourceDate, Text, TimeZone, WebAddress, Whole,
    choice, record,
};

record! {
    /// `index.md` 的属性区：网站怎么介绍自己。
    pub struct SiteMatter {
        /// 站名，出现在页眉里和每页标题的后面。
        name: Text,
        /// 首页大标题。
        title: Text,
        /// 大标题的第二行。
        subtitle: Text,
        /// 每页页脚的一句话。
        tagline: Text,
        /// 网站的介绍，给搜索引擎和链接预览看。
        description: Text,
        /// 署名。
        author: Text,
        /// 按哪个时区算日期，例如 `Asia/Shanghai`。
        time_zone: TimeZone,
        /// 内容文件夹在网上的编辑地址，接上文件的路径就是“修改这一页”的链接。
        repository: Option<WebAddress>,
        /// 照原样写的词，排版检查不管它们。
        terms: Option<Vec<Text>>,
        /// 不再有、也没有接替的方向的旧网址，例如 `/roles/old-name`。
        retired: Option<Vec<Text>>,
    }
}

record! {
    /// `groups.yml` 里的一个分组。
    pub struct GroupEntry {
        /// 标识，方向的 `group` 里写的就是它。
        id: Id,
        /// 分组的名称。
        name: Text,
        /// 一句话介绍，说清组里的方向有什么共同点。
        line: Text,
        /// 分组的颜色。
        colour: ColourEntry,
    }
}

record! {
    /// 颜色，只写色相和彩度；明度由程序定，保证看得清。
    pub struct ColourEntry {
        /// OKLCH 色相，0–360 度。
        hue: Whole<0, 360>,
        /// OKLCH 彩度，0–0.4。
        chroma: Measure<400>,
    }
}

record! {
    /// `axes.yml` 里的一条尺子，每个方向都要用它打分。
    pub struct AxisEntry {
        /// 标识，方向的 `ratings` 里写的就是它。
        id: Id,
        /// 尺子的名称。
        name: Text,
        /// 量的是什么，半句话说清。
        line: Text,
        /// 决定方向在首页图上的横向或纵向位置，`x` 和 `y` 各只能写在一条尺子上。
        picture: Option<PictureAxis>,
        /// 1、3、5 分各是什么意思。
        levels: LevelsEntry,
    }
}

choice! {
    /// 首页图的横向或纵向。
    pub enum PictureAxis {
        /// 横向，越往右分数越高。
        X = "x",
        /// 纵向，越往上分数越高。
        Y = "y",
    }
}

record! {
    /// 1、3、5 分各是什么意思。
    pub struct LevelsEntry {
        /// 1 分是什么意思。
        low as "1": Text,
        /// 3 分是什么意思。
        middle as "3": Text,
        /// 5 分是什么意思。
        high as "5": Text,
    }
}

record! {
    /// `sections.yml` 里的一个小节，每个方向页都要有。
    pub struct SectionEntry {
        /// 锚点，即网址里 `#` 后面的部分，公开后别改。
        id: Id,
        /// 二级标题，方向页里要写得一字不差。
        title: Text,
        /// 教人试一试的那一节写 `true`，只能写在一节上。
        trial: Option<bool>,
        /// 写 `true` 的小节里，每个数字都要有来源或编辑判断的标记。
        evidence: Option<bool>,
    }
}

record! {
    /// `pages/` 里一页的属性区。
    pub struct PageMatter {
        /// 页面的标题。
        title: Text,
        /// 一句话说清这一页讲什么，也给搜索引擎和链接预览看，最多 60 个字。
        summary: Line<60>,
        /// 在导航的各页里排第几。
        order: Whole<1, 999>,
        /// 上次由人核对的日期。
        reviewed: Day,
    }
}

record! {
    /// 方向页的属性区，一页写一个职业方向。
    partial pub struct RoleMatter {
        /// 方向的名称。
        title: Text,
        /// 排第几，各个方向不能重复。
        order: Whole<1, 99_999>,
        /// 属于哪个分组，写 `groups.yml` 里的 `id`。
        group: Id,
        /// 一句话说清是什么、代价是什么，最多 60 个字。
        summary: Line<60>,
        /// 图标名，即 `static/icons/` 里的文件名，不带 `.svg`。
        icon: Option<Id>,
        /// 这个方向自己的色相，0–360，应与同组相近。
        hue: Option<Whole<0, 360>>,
        /// 别人会用来搜索的其他叫法。
        aliases: Vec<Text>,
        /// 旧网址，会一直通到这一页，例如 `/roles/old-name`。
        redirects: Option<Vec<Text>>,
        /// 速览，读者最先要找的几件事。
        glance: GlanceEntry,
        /// 评分，`axes.yml` 里的每条尺子都要打，键是尺子的 `id`。
        ratings: Keyed<RatingEntry>,
        /// 技能，分直接可用、需要补、可选三栏。
        skills: SkillsEntry,
        /// 对应哪些兴趣，写 `match.yml` 里的 `id`，最贴切的在前。
        interests: Vec<Id>,
        /// 相关方向，最多 3 个。
        related: Few<RelatedEntry, 3>,
        /// 上次由人核对的日期。
        reviewed: Day,
        /// 隔几个月该再核对。
        review_every_months: Whole<1, 60>,
        /// 更新记录，新的在前。
        changes: Vec<ChangeEntry>,
        /// 来源，每一条正文至少引用一次。
        sources: Vec<SourceEntry>,
        /// 写 `true` 是草稿，不公开。
        draft: Option<bool>,
        /// 从哪一刻起公开，按 `index.md` 里的时区，例如 `2026-01-31 08:00`。
        publish_at: Option<Moment>,
    }
}

record! {
    /// 速览，读者最先要找的几件事，每个方向页都一样。
    pub struct GlanceEntry {
        /// 还写多少代码。
        coding: Coding,
        /// 转过去需要几个月。
        months: MonthsEntry,
        /// 进门条件。
        entry: Text,
        /// 第一年收入会怎样，没有可靠数据就写“暂无可靠数据”。
        first_year_pay: Text,
        /// 岗位多不多、在哪里，没有可靠数据就写“暂无可靠数据”。
        openings: Text,
        /// 前景，即需求往哪边走。
        outlook: OutlookEntry,
        /// 走了以后还能不能回来。
        way_back as "return": ReturnEntry,
    }
}

choice! {
    /// 还写多少代码。
    pub enum Coding {
        /// 大部分时间写代码。
        Most = "most",
        /// 一部分时间写代码。
        Some = "some",
        /// 很少写代码。
        Little = "little",
        /// 不写代码。
        None = "none",
    }
}

record! {
    /// 转过去需要几个月。
    pub struct MonthsEntry {
        /// 最少几个月。
        min: Whole<0, 120>,
        /// 最多几个月。
        max: Whole<0, 120>,
        /// 按什么估的，例如“在职每周自学 8–10 小时”。
        assumes: Text,
    }
}

record! {
    /// 前景，即需求往哪边走。
    pub struct OutlookEntry {
        /// 需求往哪边走。
        level: OutlookLevel,
        /// 这个判断有多大把握。
        confidence: Confidence,
    }
}

choice! {
    /// 需求往哪边走。
    pub enum OutlookLevel {
        /// 看涨：需求在增加。
        Growing = "growing",
        /// 平稳：需求大致不变。
        Stable = "stable",
        /// 不确定：谁也说不准。
        Uncertain = "uncertain",
        /// 看跌：需求在减少。
        Shrinking = "shrinking",
        /// 暂无可靠数据。
        Unknown = "unknown",
    }
}

choice! {
    /// 一个说法有多可靠。
    pub enum Confidence {
        /// 高：有完整的原文可查。
        High = "high",
        /// 中：有可靠的摘录或转述。
        Medium = "medium",
        /// 低：只有间接的说法。
        Low = "low",
    }
}

record! {
    /// 走了以后还能不能回来。
    pub struct ReturnEntry {
        /// 回来有多容易。
        level: ReturnLevel,
        /// 为什么这样判断。
        why: Text,
    }
}

choice! {
    /// 回来有多容易。
    pub enum ReturnLevel {
        /// 容易：随时能回。
        Easy = "easy",
        /// 可以：要费些力气。
        Possible = "possible",
        /// 难：要费很大力气。
        Hard = "hard",
        /// 暂无可靠数据。
        Unknown = "unknown",
    }
}

record! {
    /// 一条尺子上的评分。
    pub struct RatingEntry {
        /// 分数，1–5 的整数。
        score: Whole<1, 5>,
        /// 为什么打这个分。
        reason: Text,
    }
}

record! {
    /// 技能，分直接可用、需要补、可选三栏。
    pub struct SkillsEntry {
        /// 直接可用的，读者多半已经会。
        reuse: Vec<SkillEntry>,
        /// 需要补的，最该先学的在前。
        learn: Vec<SkillEntry>,
        /// 可选的，不是必需，会了有帮助。
        optional: Vec<SkillEntry>,
    }
}

record! {
    /// 一项技能。
    pub struct SkillEntry {
        /// 技能的名称。
        name: Text,
        /// 到那边有什么用。
        note: Option<Text>,
    }
}

record! {
    /// 一个相关方向。
    pub struct RelatedEntry {
        /// 对方的文件名，不带 `.md`。
        role: Id,
        /// 与它的区别，一句话说清。
        difference: Text,
    }
}

record! {
    /// 更新记录里的一条。
    pub struct ChangeEntry {
        /// 哪一天改的。
        date: Day,
        /// 改了什么。
        what: Text,
    }
}

record! {
    /// 一条来源。
    pub struct SourceEntry {
        /// 标识，正文用 `[^id]` 引用它。
        id: Id,
        /// 来源的标题。
        title: Text,
        /// 发布机构。
        publisher: Text,
        /// 能读到这份来源的网址。
        url: WebAddress,
        /// 发布日期，写 `2026-01-31`、`2026-01`，或者加引号的年份 `"2026"`。
        date: SourceDate,
        /// 说的是哪个地区。
        region: Text,
        /// 可信度，按你读到的程度写。
        confidence: Confidence,
    }
}
