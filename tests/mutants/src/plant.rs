//! Finds in a parsed file what a list of changes names, and says how it is written with them behind switches.

use std::collections::BTreeSet;
use std::ops::Range;

use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Arm, BinOp, Block, Expr, ExprBinary, ExprStruct, ExprUnary, ReturnType, Signature, Type};

use crate::list::{Mutant, Places, key, places};
use crate::wrap::{Kind, Piece, Wrap};

/// The text of a file with those of its changes that are not left out, and the numbers of those that were found in it.
pub fn planted(text: &str, mutants: &[&Mutant], left_out: &BTreeSet<u32>) -> syn::Result<(String, BTreeSet<u32>)> {
    let file = syn::parse_file(text)?;
    let kept: Vec<&Mutant> = mutants.iter().copied().filter(|mutant| !left_out.contains(&mutant.number)).collect();
    let mut planter =
        Planter { places: places(text, &kept), found: BTreeSet::new(), told: BTreeSet::new(), open: vec![Vec::new()] };
    planter.visit_file(&file);
    let inner = planter.open.pop().unwrap_or_default();
    let whole = Wrap { range: 0..text.len(), kind: Kind::File, inner };
    Ok((whole.render(text), planter.found))
}

struct Planter<'l> {
    places: Places<'l>,
    found: BTreeSet<u32>,
    /// Where operators start that are said of at the end of their row, or cannot be changed in it.
    told: BTreeSet<usize>,
    /// What was found within each piece that is open.
    open: Vec<Vec<Wrap>>,
}

fn bytes(node: &impl Spanned) -> Range<usize> {
    node.span().byte_range()
}

impl<'l> Planter<'l> {
    fn at(&mut self, range: &Range<usize>, genre: &str) -> Vec<&'l Mutant> {
        let here = self.places.get(&key(range)).into_iter().flatten();
        let own: Vec<&Mutant> = here.copied().filter(|mutant| mutant.genre == genre).collect();
        self.found.extend(own.iter().map(|mutant| mutant.number));
        own
    }

    /// What is listed at a place with the comma behind it.
    fn beginning(&mut self, start: usize, genre: &str) -> Vec<(&'l Mutant, usize)> {
        let here = self.places.range((start, 0)..(start + 1, 0));
        let here = here.flat_map(|(&(_, end), mutants)| mutants.iter().map(move |&mutant| (mutant, end)));
        let own: Vec<_> = here.filter(|(mutant, _)| mutant.genre == genre).collect();
        self.found.extend(own.iter().map(|(mutant, _)| mutant.number));
        own
    }

    /// Goes through what is within a piece, and keeps the piece if it has a kind.
    fn within(&mut self, range: Range<usize>, kind: Option<Kind>, visit: impl FnOnce(&mut Self)) {
        let Some(kind) = kind else { return visit(self) };
        self.open.push(Vec::new());
        visit(self);
        let inner = self.open.pop().unwrap_or_default();
        if let Some(outer) = self.open.last_mut() {
            outer.push(Wrap { range, kind, inner });
        }
    }

    fn function(&mut self, signature: &Signature, block: &Block) {
        let (Some(first), Some(last)) = (block.stmts.first(), block.stmts.last()) else { return };
        let range = bytes(first).start..bytes(last).end;
        let values: Vec<(u32, String)> =
            self.at(&range, "FnValue").iter().map(|one| (one.number, one.replacement.clone())).collect();
        let iterator = matches!(&signature.output, ReturnType::Type(_, of) if matches!(**of, Type::ImplTrait(_)));
        let kind = (!values.is_empty() && signature.constness.is_none()).then_some(Kind::Body { values, iterator });
        self.within(range, kind, |planter| visit::visit_block(planter, block));
    }

    fn binary(&mut self, node: &ExprBinary) -> Option<Kind> {
        let mutants = self.at(&bytes(&node.op), "BinaryOperator");
        let (left, right) = (bytes(&node.left), bytes(&node.right));
        let first = mutants.first().map(|mutant| mutant.number);
        match node.op {
            BinOp::And(_) | BinOp::Or(_) => self.joined(node, first),
            BinOp::Eq(_) | BinOp::Ne(_) => Some(Kind::Turned { number: first? }),
            _ => {
                first?;
                let copy = |mutant: &&Mutant| {
                    let operator = Piece::Text(format!(" {} ", mutant.replacement));
                    (mutant.number, vec![Piece::Source(left.clone()), operator, Piece::Source(right.clone())])
                };
                Some(Kind::Copies { copies: mutants.iter().map(copy).collect(), own: Box::new(Kind::File) })
            }
        }
    }

    /// `&&` and `||`. What is written for the one reads as the other would, where several stand in a row.
    fn joined(&mut self, node: &ExprBinary, number: Option<u32>) -> Option<Kind> {
        let and = matches!(node.op, BinOp::And(_));
        let (left, right) = (bytes(&node.left), bytes(&node.right));
        if self.told.contains(&bytes(&node.op).start) {
            return None;
        }
        if holds_let(&node.left) || holds_let(&node.right) {
            self.told.extend(row(node).iter().map(|one| bytes(&one.op).start));
            return None;
        }
        let plain = number.map(|number| Kind::Joined { number, left: left.clone(), right: right.clone(), and });
        let text = |text: &str| Piece::Text(text.to_owned());
        match &*node.left {
            Expr::Binary(inner) if !and && matches!(inner.op, BinOp::Or(_)) => {
                let (before, last) = (bytes(&inner.left), bytes(&inner.right));
                let copy = vec![
                    Piece::Source(before),
                    text(" || (("),
                    Piece::Source(last),
                    text(") && ("),
                    Piece::Source(right),
                    text("))"),
                ];
                Some(Kind::Copies { copies: vec![(number?, copy)], own: Box::new(Kind::File) })
            }
            Expr::Binary(inner) if and && matches!(inner.op, BinOp::And(_)) => {
                let end = right.end;
                let mut copies = Vec::new();
                for one in row(inner) {
                    self.told.insert(bytes(&one.op).start);
                    for mutant in self.at(&bytes(&one.op), "BinaryOperator") {
                        let (before, after) = (bytes(&one.left), bytes(&one.right).start..end);
                        let pieces =
                            vec![text("("), Piece::Source(before), text(") || ("), Piece::Source(after), text(")")];
                        copies.push((mutant.number, pieces));
                    }
                }
                if copies.is_empty() {
                    return plain;
                }
                Some(Kind::Copies { copies, own: Box::new(plain.unwrap_or(Kind::File)) })
            }
            _ => plain,
        }
    }

    fn arm(&mut self, node: &Arm, deleted: Option<u32>) -> Option<Kind> {
        let (_, guard) = node.guard.as_ref()?;
        let mutants = self.at(&bytes(guard), "MatchArmGuard");
        let of = |value: &str| mutants.iter().find(|mutant| mutant.replacement == value).map(|mutant| mutant.number);
        let (truth, falsity) = (of("true"), of("false"));
        let bare = holds_let(guard);
        let any = truth.or(falsity).or(deleted).is_some();
        let truth = truth.filter(|_| !bare);
        any.then_some(Kind::Guard { truth, falsity, deleted, bare })
    }

    /// The range of the arm as a whole is what the list names it by; where its pattern ends, its switch is written.
    fn deleted(&mut self, node: &Arm) -> Option<u32> {
        let mutants = self.at(&bytes(node), "MatchArm");
        mutants.first().map(|mutant| mutant.number)
    }
}

/// The `&&` that stand in a row with one, it first, from the right to the left.
fn row(node: &ExprBinary) -> Vec<&ExprBinary> {
    let mut row = vec![node];
    while let Some(next) = row.last().and_then(|last| match &*last.left {
        Expr::Binary(inner) if matches!(inner.op, BinOp::And(_)) => Some(inner),
        _ => None,
    }) {
        row.push(next);
    }
    row
}

/// Whether a condition binds names, so that it cannot stand in parentheses.
fn holds_let(expr: &Expr) -> bool {
    match expr {
        Expr::Let(_) => true,
        Expr::Binary(node) if matches!(node.op, BinOp::And(_) | BinOp::Or(_)) => {
            holds_let(&node.left) || holds_let(&node.right)
        }
        _ => false,
    }
}

impl<'a> Visit<'a> for Planter<'_> {
    fn visit_item_fn(&mut self, node: &'a syn::ItemFn) {
        self.function(&node.sig, &node.block);
    }

    fn visit_impl_item_fn(&mut self, node: &'a syn::ImplItemFn) {
        self.function(&node.sig, &node.block);
    }

    fn visit_trait_item_fn(&mut self, node: &'a syn::TraitItemFn) {
        if let Some(block) = &node.default {
            self.function(&node.sig, block);
        }
    }

    fn visit_expr_binary(&mut self, node: &'a ExprBinary) {
        // In a row of `&&` the outermost says all of it.
        let kind = self.binary(node);
        self.within(bytes(node), kind, |planter| visit::visit_expr_binary(planter, node));
    }

    fn visit_expr_unary(&mut self, node: &'a ExprUnary) {
        let mutants = self.at(&bytes(&node.op), "UnaryOperator");
        let kind = mutants.first().map(|mutant| match node.op {
            syn::UnOp::Not(_) => Kind::Turned { number: mutant.number },
            _ => {
                let copy = vec![Piece::Source(bytes(&node.expr))];
                Kind::Copies { copies: vec![(mutant.number, copy)], own: Box::new(Kind::File) }
            }
        });
        self.within(bytes(node), kind, |planter| visit::visit_expr_unary(planter, node));
    }

    fn visit_arm(&mut self, node: &'a Arm) {
        let deleted = self.deleted(node);
        if node.guard.is_none() {
            let kind = deleted.map(|number| Kind::Arm { number });
            self.within(bytes(&node.pat), kind, |planter| planter.visit_pat(&node.pat));
        } else {
            self.visit_pat(&node.pat);
            let kind = self.arm(node, deleted);
            let guard = node.guard.as_ref().map(|(_, guard)| guard);
            if let Some(guard) = guard {
                self.within(bytes(guard), kind, |planter| planter.visit_expr(guard));
            }
        }
        self.visit_expr(&node.body);
    }

    fn visit_expr_struct(&mut self, node: &'a ExprStruct) {
        let whole = bytes(node);
        let mut copies = Vec::new();
        for field in &node.fields {
            let start = bytes(field).start;
            for (mutant, end) in self.beginning(start, "StructField") {
                let pieces = vec![Piece::Source(whole.start..start), Piece::Source(end..whole.end)];
                copies.push((mutant.number, pieces));
            }
        }
        let kind = (!copies.is_empty()).then(|| Kind::Copies { copies, own: Box::new(Kind::File) });
        self.within(whole, kind, |planter| visit::visit_expr_struct(planter, node));
    }
}
