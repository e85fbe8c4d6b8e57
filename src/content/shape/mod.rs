//! How a YAML tree becomes a type: strictly, with every fault reported.
//!
//! [`Shape`] is what serde's `Deserialize` would be if it kept places and went on after the first
//! error. `record!` and `choice!` declare types that read themselves; [`super::schema`] holds
//! the declarations. The same declarations describe themselves as a [`Model`], from which
//! [`super::json_schema`] is written, so that the two cannot drift apart.

mod advice;
mod keys;
mod model;
mod values;
mod words;

use std::sync::Arc;

use super::yaml::{Key, Node, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Span};
pub use keys::{check_duplicate_keys, check_unknown_keys, nearest, read_key};
pub use model::{KeyModel, Model};
pub use values::{Few, Line, Measure, Text, Whole};
pub use words::{Day, Id, Moment, SourceDate, TimeZone, WebAddress};

/// Reads one file's tree and collects what is wrong with it.
pub struct Reader<'a> {
    /// The file the tree is from.
    pub file: &'a Arc<SourceFile>,
    /// Where the findings go.
    pub diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn error(&mut self, code: &'static str, span: &Span, message: String, help: impl Into<String>) {
        let diagnostic =
            Diagnostic::error(code, self.file, span.clone(), message).with_help(help.into());
        self.diagnostics.push(diagnostic);
    }

    fn wrong_type(&mut self, node: &Node, expected: &str) {
        let help = advice::on_kind(node, expected, self.file);
        self.wrong_type_with_help(node, expected, help);
    }

    fn wrong_type_with_help(&mut self, node: &Node, expected: &str, help: String) {
        let found = match &node.value {
            Value::Null => {
                self.error("empty-value", &node.span, "这里没有写值".to_owned(), help);
                return;
            }
            Value::Bool(_) => "true 或 false",
            Value::Int(_) => "整数",
            Value::Float(_) => "小数",
            Value::Str(_) => "文字",
            Value::Seq(_) => "列表",
            Value::Map(_) => "一组键值",
        };
        let message = format!("类型不对：应为{expected}，这里是{found}");
        self.error("wrong-type", &node.span, message, help);
    }
}

/// A type that can be read from a tree.
pub trait Shape: Sized {
    /// Reads `node`; reports what is wrong and returns nothing when it cannot.
    fn read(node: &Node, reader: &mut Reader) -> Option<Self>;

    /// Describes what [`Shape::read`] accepts.
    fn model() -> Model;

    /// What stands for an absent key; nothing when the key is required.
    #[must_use]
    fn absent() -> Option<Self> {
        None
    }
}

impl<T: Shape> Shape for Option<T> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        T::read(node, reader).map(Some)
    }

    fn model() -> Model {
        T::model()
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: Shape> Shape for Vec<T> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let Value::Seq(items) = &node.value else {
            reader.wrong_type(node, "列表");
            return None;
        };
        // Every item is read, so that every fault is reported.
        let read: Vec<_> = items.iter().map(|item| T::read(item, reader)).collect();
        read.into_iter().collect()
    }

    fn model() -> Model {
        Model::List {
            items: Box::new(T::model()),
            most: None,
        }
    }
}

/// A map with free keys, in the order of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Keyed<T>(pub Vec<(Key, T)>);

impl<T: Shape> Shape for Keyed<T> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let Value::Map(entries) = &node.value else {
            reader.wrong_type(node, "一组键值");
            return None;
        };
        let keys_are_unique = check_duplicate_keys(entries, reader);
        let read: Vec<_> = entries
            .iter()
            .map(|(key, value)| Some((key.clone(), T::read(value, reader)?)))
            .collect();
        let read = read.into_iter().collect::<Option<_>>().map(Self);
        read.filter(|_| keys_are_unique)
    }

    fn model() -> Model {
        Model::Keyed(Box::new(T::model()))
    }
}

/// Returns the entries of a map, or reports that the node is something else.
pub fn read_entries<'n>(
    node: &'n Node,
    known: &[&str],
    reader: &mut Reader,
) -> Option<&'n [(Key, Node)]> {
    match &node.value {
        Value::Map(entries) => Some(entries),
        _ => {
            let keys: Vec<String> = known.iter().map(|key| format!("{key}: …")).collect();
            let help = format!("写成 `{{ {} }}`", keys.join(", "));
            reader.wrong_type_with_help(node, "一组键值", help);
            None
        }
    }
}

/// Reads one word of a fixed choice.
pub fn read_choice<T: Copy>(
    node: &Node,
    choices: &[(&'static str, T)],
    reader: &mut Reader,
) -> Option<T> {
    let text = words::read_word(node, reader)?;
    let found = choices.iter().find(|(word, _)| *word == text.value);
    if found.is_none() {
        let words: Vec<_> = choices.iter().map(|(word, _)| *word).collect();
        let begun = words
            .iter()
            .copied()
            .find(|word| word.starts_with(&text.value));
        let help = match begun.or_else(|| nearest(&text.value, words.iter().copied())) {
            Some(word) => format!("是不是 `{word}`？"),
            None => format!("从这几个里选：{}", words.join("、")),
        };
        let message = format!("这里不能写“{}”", text.value);
        reader.error("unknown-choice", &text.span, message, help);
    }
    found.map(|(_, choice)| *choice)
}

/// Declares a struct that reads itself from a map with exactly these keys.
///
/// A field is required unless its type is an `Option`. `field as "key"` names a key that is not
/// a Rust identifier. A `partial` record keeps what could be read when some of it could not, so
/// that one faulty key does not hide the faults of the others from the checks.
macro_rules! record {
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
    (@read $node:ident $reader:ident $unique:ident $($field:ident $(as $key:literal)?),*) => {
        let known = [$(record!(@key $field $($key)?)),*];
        let entries = $crate::content::shape::read_entries($node, &known, $reader)?;
        let $unique = $crate::content::shape::check_duplicate_keys(entries, $reader);
        $crate::content::shape::check_unknown_keys(entries, &known, $reader);
        $(let $field = $crate::content::shape::read_key(
            entries, record!(@key $field $($key)?), &known, &$node.span, $reader);)*
    };
    (@model $doc:expr, $($key_doc:expr, $name:expr, $type:ty;)*) => {
        $crate::content::shape::Model::Record {
            doc: $doc.trim().to_owned(),
            keys: vec![$($crate::content::shape::KeyModel::of::<$type>($name, $key_doc)),*],
        }
    };
    ($(#[doc = $doc:literal])* pub struct $name:ident {
        $($(#[doc = $key_doc:literal])* $field:ident $(as $key:literal)? : $type:ty,)*
    }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone)]
        pub struct $name { $($(#[doc = $key_doc])* pub $field: $type,)* }

        impl $crate::content::shape::Shape for $name {
            fn read(
                node: &$crate::content::yaml::Node,
                reader: &mut $crate::content::shape::Reader,
            ) -> Option<Self> {
                record!(@read node reader unique $($field $(as $key)?),*);
                Some(Self { $($field: $field?),* }).filter(|_| unique)
            }

            fn model() -> $crate::content::shape::Model {
                record!(@model concat!($($doc),*), $(
                    concat!($($key_doc),*), record!(@key $field $($key)?), $type;)*)
            }
        }
    };
    ($(#[doc = $doc:literal])* partial pub struct $name:ident {
        $($(#[doc = $key_doc:literal])* $field:ident $(as $key:literal)? : $type:ty,)*
    }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone)]
        pub struct $name { $($(#[doc = $key_doc])* pub $field: Option<$type>,)* }

        impl $crate::content::shape::Shape for $name {
            fn read(
                node: &$crate::content::yaml::Node,
                reader: &mut $crate::content::shape::Reader,
            ) -> Option<Self> {
                record!(@read node reader unique $($field $(as $key)?),*);
                // A repeated key is an error already; what stands first is read.
                let _ = unique;
                Some(Self { $($field),* })
            }

            fn model() -> $crate::content::shape::Model {
                record!(@model concat!($($doc),*), $(
                    concat!($($key_doc),*), record!(@key $field $($key)?), $type;)*)
            }
        }
    };
}

/// Declares an enum that reads itself from one of a few words.
macro_rules! choice {
    ($(#[doc = $doc:literal])* pub enum $name:ident {
        $($(#[doc = $word_doc:literal])* $variant:ident = $word:literal,)*
    }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[doc = $word_doc])* $variant,)* }

        impl $name {
            /// All there are, in the order of their declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word for it in content, and in data made from content.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl $crate::content::shape::Shape for $name {
            fn read(
                node: &$crate::content::yaml::Node,
                reader: &mut $crate::content::shape::Reader,
            ) -> Option<Self> {
                let choices = [$(($word, Self::$variant)),*];
                $crate::content::shape::read_choice(node, &choices, reader)
            }

            fn model() -> $crate::content::shape::Model {
                $crate::content::shape::Model::Choice(
                    vec![$(($word, concat!($($word_doc),*).trim())),*],
                )
            }
        }
    };
}

pub(crate) use {choice, record};
