//! YAML as a tree of texts: every scalar as it stands in the file, so that a password of digits stays what it is.
//!
//! The events come from saphyr-parser: kept up, passes YAML's own test suite, and does not build values that nobody asked
//! for. Anchors share what they name and merge keys (`<<`) are resolved here; both are counted, so that no file grows by
//! referring to itself.

use saphyr_parser::{Event, Parser, ScalarStyle, Span, StrInput, Tag};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;
use zeroize::Zeroizing;

/// How deep a file may nest, anchors included.
const MAX_DEPTH: usize = 64;
/// How many keys all merges together may add.
const MAX_MERGED: usize = 100_000;

/// A value with the line it begins on, from 1.
pub(super) struct Node {
    pub(super) line: usize,
    pub(super) value: Value,
    /// One more than the tallest of what is in it.
    height: usize,
}

pub(super) enum Value {
    Text(Zeroizing<String>),
    /// `null`, `~` or nothing.
    Null,
    List(Vec<Rc<Node>>),
    Map(BTreeMap<String, Entry>),
    /// Tagged for another tool, such as `!vault`.
    Foreign,
}

/// What stands under a key of a map.
pub(super) struct Entry {
    /// Where the key is in the file, in characters: the map's order.
    pub(super) at: usize,
    pub(super) node: Rc<Node>,
}

/// Why there is no tree.
#[derive(Debug)]
pub(super) enum Trouble {
    Syntax { line: usize, what: String },
    TooComplex { line: usize },
}

impl Node {
    /// What is under a key; nothing under a null.
    pub(super) fn get(&self, key: &str) -> Option<&Rc<Node>> {
        match &self.value {
            Value::Map(map) => map
                .get(key)
                .map(|entry| &entry.node)
                .filter(|node| !matches!(node.value, Value::Null)),
            _ => None,
        }
    }

    /// The text, if it is one.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// Reads a text with one document.
///
/// # Errors
/// Broken rules of YAML, with the line.
pub(super) fn read(text: &str) -> Result<Rc<Node>, Trouble> {
    let mut reader = Reader {
        parser: Parser::new_from_str(text),
        anchors: Vec::new(),
        merged: 0,
    };
    let mut root = None;
    loop {
        let (event, span) = reader.next()?;
        match event {
            Event::StreamEnd => break,
            Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd | Event::Nothing => {}
            _ if root.is_some() => {
                return Err(Trouble::Syntax {
                    line: span.start.line(),
                    what: "a second document begins here".to_owned(),
                });
            }
            event => root = Some(reader.node(event, span, 0)?),
        }
    }
    Ok(root.unwrap_or_else(|| node(1, Value::Null, 0)))
}

struct Reader<'a> {
    parser: Parser<'a, StrInput<'a>>,
    /// What each anchor names, by its number; nothing while it is being read.
    anchors: Vec<Option<Rc<Node>>>,
    merged: usize,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<(Event<'a>, Span), Trouble> {
        match self.parser.next_event() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => Err(Trouble::Syntax {
                line: error.marker().line().max(1),
                what: error.info().to_owned(),
            }),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn node(&mut self, event: Event<'a>, span: Span, depth: usize) -> Result<Rc<Node>, Trouble> {
        let line = span.start.line();
        let too_complex = Trouble::TooComplex { line };
        if depth > MAX_DEPTH {
            return Err(too_complex);
        }
        let (node, anchor) = match event {
            Event::Alias(anchor) => {
                // An anchor that is still being read is inside itself.
                return self
                    .anchors
                    .get(anchor)
                    .cloned()
                    .flatten()
                    .ok_or(too_complex);
            }
            Event::Scalar(text, style, anchor, tag) => {
                (node(line, scalar(&text, style, tag.as_ref()), 0), anchor)
            }
            Event::SequenceStart(anchor, _) => (self.list(line, depth)?, anchor),
            Event::MappingStart(anchor, _) => (self.map(line, depth)?, anchor),
            _ => return Err(too_complex),
        };
        if node.height > MAX_DEPTH {
            return Err(too_complex);
        }
        if anchor > 0 {
            if self.anchors.len() <= anchor {
                self.anchors.resize(anchor + 1, None);
            }
            self.anchors[anchor] = Some(Rc::clone(&node));
        }
        Ok(node)
    }

    fn list(&mut self, line: usize, depth: usize) -> Result<Rc<Node>, Trouble> {
        let mut items = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::SequenceEnd | Event::StreamEnd) {
                break;
            }
            items.push(self.node(event, span, depth + 1)?);
        }
        let height = items.iter().map(|item| item.height + 1).max().unwrap_or(0);
        Ok(node(line, Value::List(items), height))
    }

    /// Of two equal keys the later one counts, as in PyYAML.
    fn map(&mut self, line: usize, depth: usize) -> Result<Rc<Node>, Trouble> {
        let mut map = BTreeMap::new();
        let mut merges = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::MappingEnd | Event::StreamEnd) {
                break;
            }
            let at = span.start.index();
            let merge = is_merge_key(&event);
            let key = self.node(event, span, depth + 1)?;
            let (event, span) = self.next()?;
            let node = self.node(event, span, depth + 1)?;
            match key.text() {
                Some(_) if merge => merges.push(node),
                Some(text) => drop(map.insert(text.to_owned(), Entry { at, node })),
                None => {}
            }
        }
        for merge in &merges {
            match &merge.value {
                Value::List(several) => {
                    for one in several {
                        self.merge(&mut map, one)?;
                    }
                }
                _ => self.merge(&mut map, merge)?,
            }
        }
        let height = map
            .values()
            .map(|entry| entry.node.height + 1)
            .max()
            .unwrap_or(0);
        Ok(node(line, Value::Map(map), height))
    }

    fn merge(&mut self, into: &mut BTreeMap<String, Entry>, from: &Node) -> Result<(), Trouble> {
        let Value::Map(map) = &from.value else {
            return Ok(());
        };
        self.merged += map.len();
        if self.merged > MAX_MERGED {
            return Err(Trouble::TooComplex { line: from.line });
        }
        for (key, entry) in map {
            into.entry(key.clone()).or_insert_with(|| Entry {
                at: entry.at,
                node: Rc::clone(&entry.node),
            });
        }
        Ok(())
    }
}

fn node(line: usize, value: Value, height: usize) -> Rc<Node> {
    Rc::new(Node {
        line,
        value,
        height,
    })
}

/// Whether a key is `<<` as it stands; in quotes it is a name like any other, as in PyYAML.
fn is_merge_key(key: &Event<'_>) -> bool {
    matches!(key, Event::Scalar(text, ScalarStyle::Plain, _, None) if text == "<<")
}

fn scalar(text: &str, style: ScalarStyle, tag: Option<&Cow<'_, Tag>>) -> Value {
    if tag.is_some_and(|tag| !tag.is_yaml_core_schema()) {
        return Value::Foreign;
    }
    let null = style == ScalarStyle::Plain && tag.is_none();
    if null && matches!(text, "" | "~" | "null" | "Null" | "NULL") {
        return Value::Null;
    }
    Value::Text(Zeroizing::new(text.to_owned()))
}
