//! Relief, read: programmes' rules, applications, rounds, bound gifts and goods; and what only the vault can say.
//!
//! Owns: finding them. Refuses to know: what may become of them.

use super::Ledger;
use super::error::LedgerError;
use super::people::VaultFields;
use crate::base::{CaseNo, Date, Fen, FundNo, GiftNo, ItemNo, Line, PersonNo, ProgrammeNo, RoundNo};
use crate::book::chart::{Class, HELD_BANK, is_cash};
use crate::book::relief::{
    self, CardState, CaseState, GiftState, Granted, ItemState, ReliefRefusal, RoundState, RulesState, Stock,
};
use crate::book::{Cell, Key, Refusal};
use crate::entry::{Field, Proposal, ReliefRules};

impl Ledger {
    /// All rules that a programme has had, in the order of their days.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn programme_rules(&mut self, no: ProgrammeNo) -> Result<Vec<RulesState>, LedgerError> {
        Ok(relief::programme::rules_of(&mut self.state, no)?.to_vec())
    }

    /// The rules of a programme on a day; `None` where it had none.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn rules_on(&mut self, no: ProgrammeNo, day: Date) -> Result<Option<ReliefRules>, LedgerError> {
        Ok(relief::programme::rules_on(&mut self.state, no, day)?)
    }

    /// The application of that number.
    ///
    /// # Errors
    /// [`ReliefRefusal::UnknownCase`]; or where the index can't be read.
    pub fn case(&mut self, no: CaseNo) -> Result<CaseState, LedgerError> {
        Ok(relief::case(&mut self.state, no)?.clone())
    }

    /// All applications, by number.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn cases(&self) -> Result<Vec<(CaseNo, CaseState)>, LedgerError> {
        self.map_cells(Key::CASES, |key, cell| match (Key::read_u64(key), cell) {
            (Some(no), Cell::Case(case)) => Some((CaseNo(no), *case)),
            _ => None,
        })
    }

    /// The round of that number.
    ///
    /// # Errors
    /// [`ReliefRefusal::UnknownRound`], also where it waits for approval; or where the index can't be read.
    pub fn round(&mut self, no: RoundNo) -> Result<RoundState, LedgerError> {
        Ok(relief::round(&mut self.state, no)?.clone())
    }

    /// What `f` makes of each round that was approved, by number.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn map_rounds<T: Send>(
        &self,
        f: impl Fn(RoundNo, RoundState) -> T + Sync,
    ) -> Result<Vec<T>, LedgerError> {
        self.map_cells(Key::ROUNDS, |key, cell| match (Key::read_u32(key), cell) {
            (Some(no), Cell::Round(round)) => Some(f(RoundNo(no), *round)),
            _ => None,
        })
    }

    /// The gift of that number, with everything that became of it.
    ///
    /// # Errors
    /// [`ReliefRefusal::UnknownGift`]; or where the index can't be read.
    pub fn gift(&mut self, no: GiftNo) -> Result<GiftState, LedgerError> {
        Ok(relief::gift(&mut self.state, no)?.clone())
    }

    /// What `f` makes of each gift, by number.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn map_gifts<T: Send>(
        &self,
        f: impl Fn(GiftNo, GiftState) -> T + Sync,
    ) -> Result<Vec<T>, LedgerError> {
        self.map_cells(Key::GIFTS, |key, cell| match (Key::read_u64(key), cell) {
            (Some(no), Cell::Gift(gift)) => Some(f(GiftNo(no), *gift)),
            _ => None,
        })
    }

    /// The numbers of a donor's gifts.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn gifts_of(&mut self, donor: PersonNo) -> Result<Vec<GiftNo>, LedgerError> {
        Ok(self.state.numbers(&Key::DonorGifts(donor))?.into_iter().map(GiftNo).collect())
    }

    /// The numbers of a person's applications.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn cases_of(&mut self, person: PersonNo) -> Result<Vec<CaseNo>, LedgerError> {
        Ok(self.state.numbers(&Key::PersonCases(person))?.into_iter().map(CaseNo).collect())
    }

    /// What was granted to a person under a programme.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn granted(&mut self, programme: ProgrammeNo, person: PersonNo) -> Result<Granted, LedgerError> {
        Ok(match self.state.get(&Key::Granted(programme, person))? {
            Some(Cell::Granted(granted)) => Granted::clone(granted),
            _ => Granted::default(),
        })
    }

    /// What was granted under a programme in a calendar year; of goods, what was handed out.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn granted_in(&mut self, programme: ProgrammeNo, year: u32) -> Result<Fen, LedgerError> {
        Ok(self.state.amount(&Key::SpentIn(programme, year))?)
    }

    /// What is left in money of bound gifts that stand in a fund.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn bound_in(&mut self, fund: FundNo) -> Result<Fen, LedgerError> {
        Ok(self.state.amount(&Key::Bound(fund))?)
    }

    /// What is held for others as bound gifts, in money and in goods: what is owed onwards and held for nobody else.
    ///
    /// # Errors
    /// Where the index can't be read, or a sum is past the range of money.
    pub fn held_as_gifts(&self) -> Result<(Fen, Fen), LedgerError> {
        let (mut all, mut goods) = (Fen::ZERO, Fen::ZERO);
        let add = |sum: &mut Fen, amount: Fen| {
            *sum = sum.checked_add(amount).ok_or(LedgerError::Refused(Box::new(Refusal::SumTooLarge)))?;
            Ok::<_, LedgerError>(())
        };
        for (fund, account, amount) in self.balances()? {
            match Class::of(account) {
                _ if fund != FundNo::PASS_THROUGH => {}
                Some(Class::Liabilities) => add(&mut all, amount.negated())?,
                // No other asset stands in no fund: its bank account, and cash on hand.
                Some(Class::Assets) if account != HELD_BANK && !is_cash(account) => add(&mut goods, amount)?,
                _ => {}
            }
        }
        for (_, amount) in self.held()? {
            add(&mut all, amount.negated())?;
        }
        let mut money = all;
        add(&mut money, goods.negated())?;
        Ok((money, goods))
    }

    /// The item of that number.
    ///
    /// # Errors
    /// [`ReliefRefusal::UnknownItem`]; or where the index can't be read.
    pub fn item(&mut self, no: ItemNo) -> Result<ItemState, LedgerError> {
        Ok(relief::item(&mut self.state, no)?.clone())
    }

    /// The item of that name.
    ///
    /// # Errors
    /// [`ReliefRefusal::UnknownItemName`]; or where the index can't be read.
    pub fn item_by_name(&mut self, name: &Line) -> Result<ItemNo, LedgerError> {
        let no = self.state.number(&Key::ItemName(name.clone()))?.and_then(|no| u32::try_from(no).ok());
        no.map(ItemNo).ok_or_else(|| ReliefRefusal::UnknownItemName { name: name.clone() }.into())
    }

    /// All items, by number.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn items(&self) -> Result<Vec<(ItemNo, ItemState)>, LedgerError> {
        self.map_cells(Key::ITEMS, |key, cell| match (Key::read_u32(key), cell) {
            (Some(no), Cell::Item(item)) => Some((ItemNo(no), *item)),
            _ => None,
        })
    }

    /// What is in stock, by item and fund.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn stocks(&self) -> Result<Vec<(ItemNo, FundNo, Stock)>, LedgerError> {
        self.map_cells(Key::STOCKS, |key, cell| match (Key::read_item_and_fund(key), cell) {
            (Some((item, fund)), Cell::Stock(stock)) => Some((item, fund, *stock)),
            _ => None,
        })
    }

    /// A numbered piece; `None` where it never came in.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn card(&mut self, item: ItemNo, number: u64) -> Result<Option<CardState>, LedgerError> {
        Ok(match self.state.get(&Key::Card(item, number))? {
            Some(Cell::Card(card)) => Some(*card),
            _ => None,
        })
    }

    /// All numbered pieces of an item that ever came in, by number.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn cards(&self, item: ItemNo) -> Result<Vec<(u64, CardState)>, LedgerError> {
        let cards = self.map_cells(Key::CARDS, |key, cell| match (Key::read_card(key), cell) {
            (Some((of, number)), Cell::Card(card)) => Some((of == item).then_some((number, card))),
            _ => None,
        })?;
        Ok(cards.into_iter().flatten().collect())
    }

    /// The rows of a proposal that can't be, each with its cause, by the rules and by what the vault says.
    ///
    /// # Errors
    /// A refusal of the round as a whole; [`LedgerError::NoSecrets`] where the programme is for an area or a category and
    /// the vault can't be read; or where the ledger can't be read.
    pub fn bad_rows(
        &mut self,
        on: Date,
        papers: usize,
        proposal: &Proposal,
    ) -> Result<Vec<(u16, Refusal)>, LedgerError> {
        let mut bad = relief::rounds::bad_rows(&mut self.state, on, papers, proposal, false)?;
        let Some(rules) = self.rules_on(proposal.programme, on)? else { return Ok(bad) };
        for (row, number) in proposal.rows.iter().zip(1..) {
            if bad.iter().any(|(bad, _)| *bad == number) {
                continue;
            }
            match self.may_receive(row.person, &rules) {
                Ok(()) => {}
                Err(LedgerError::Refused(cause)) => bad.push((number, *cause)),
                Err(error) => return Err(error),
            }
        }
        bad.sort_by_key(|(row, _)| *row);
        Ok(bad)
    }

    /// Whether a person lives where a programme helps and is of a category that it helps, as the vault says.
    ///
    /// # Errors
    /// [`ReliefRefusal::AreaOutside`], [`ReliefRefusal::CategoryOutside`], also where the vault does not say it;
    /// [`LedgerError::NoSecrets`] where it can't be read; or where it does not match.
    pub fn may_receive(&mut self, person: PersonNo, rules: &ReliefRules) -> Result<(), LedgerError> {
        if rules.areas.is_empty() && rules.categories.is_empty() {
            return Ok(());
        }
        let fields = match self.person_fields(person)? {
            None => return Err(LedgerError::Refused(Box::new(Refusal::UnknownPerson { no: person }))),
            Some((_, VaultFields::Known(fields))) => fields,
            Some((_, VaultFields::NotHere)) => return Err(LedgerError::NoSecrets),
            Some((_, VaultFields::Erased)) => Vec::new(),
        };
        let says = |field: Field, fits: &dyn Fn(&str) -> bool| {
            fields.iter().any(|(tag, text)| *tag == field.tag() && fits(text))
        };
        // An area is written from the larger to the smaller: 雉城街道/北门社区.
        let here = |text: &str| rules.areas.iter().any(|area| text.starts_with(area.as_str()));
        if !rules.areas.is_empty() && !says(Field::Area, &here) {
            return Err(ReliefRefusal::AreaOutside { person, areas: rules.areas.clone() }.into());
        }
        let one_of = |text: &str| rules.categories.iter().any(|category| text == category.as_str());
        if !rules.categories.is_empty() && !says(Field::Category, &one_of) {
            let categories = rules.categories.clone();
            return Err(ReliefRefusal::CategoryOutside { person, categories }.into());
        }
        Ok(())
    }
}
