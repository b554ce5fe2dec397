//! A chart as SVG that stands in a page.
//!
//! Owns: axes, grid, labels, colours, and that nothing is drawn outside its frame. Refuses to know: what the values mean.
//!
//! Whole numbers only. Colours differ in brightness, so that they still differ in grey print; lines differ in their
//! dashes too. Every mark has its label and value as a title, for screen readers and for the pointer.

mod scale;

use crate::report::chart::{Scale, Series, Shape};
use crate::report::{Chart, Unit};
use crate::words::Words;
use crate::words::visible::visible;
use maud::{Markup, html};
use scale::{Axis, axis, shown};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The width of a chart; everything is measured in these units.
const WIDTH: i64 = 720;
/// The height of the plot of upright charts.
const HEIGHT: i64 = 220;
/// The width of half an em of the type used.
const HALF: i64 = 7;
/// The height of a line of text.
const LINE: i64 = 18;
/// The most halves of an em of a label under the axis, of a label beside a bar, and of a name in the legend.
const LABELS: [usize; 3] = [14, 26, 30];
/// The most lying bars; a page has no room for more.
const BARS: usize = 32;
/// Fill, and dashes of a line.
const LOOKS: [(&str, &str); 4] =
    [("#1f3b63", "none"), ("#e8a33d", "7 3"), ("#6f8f7f", "2 3"), ("#c9d3df", "9 3 2 3")];

/// The chart under its title, to stand in a page.
pub(super) fn figure(chart: &Chart, words: &Words) -> Markup {
    let marks = chart.series.iter().map(|series| series.values.len()).max().unwrap_or(0);
    let count = chart.labels.len().min(marks);
    let (plot, height) = match chart.shape {
        _ if count == 0 => (none(words), 60),
        Shape::Columns | Shape::Line => upright(chart, count, words),
        Shape::Bars => lying(chart, count, words),
    };
    html! {
        figure.chart {
            svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox=(format!("0 0 {WIDTH} {height}")) {
                title { (visible(&chart.title)) }
                text x="0" y="14" font-weight="bold" { (shortened(&chart.title, 90)) }
                (plot)
            }
        }
    }
}

fn none(words: &Words) -> Markup {
    html! { text x="0" y="44" { (words.word("paper-none")) } }
}

/// The legend from its first line on, and the height that it takes.
fn legend(chart: &Chart, unit: &str) -> (Markup, i64) {
    let (mut x, mut y) = (0, 34);
    let mut placed = Vec::new();
    if !unit.is_empty() {
        placed.push((None, x, y, unit.to_owned()));
        x += wide(unit) + 16;
    }
    let several = chart.series.len() > 1;
    for (number, series) in chart.series.iter().enumerate().filter(|_| several) {
        let name = shortened(&series.name, LABELS[2]);
        let room = wide(&name) + 36;
        if x + room > WIDTH && x > 0 {
            (x, y) = (0, y + LINE);
        }
        placed.push((Some(number), x, y, name));
        x += room;
    }
    let drawn = html! {
        @for (number, x, y, name) in &placed {
            @if let Some(number) = number {
                @let (fill, dashes) = look(*number);
                @if chart.shape == Shape::Line {
                    line x1=(x) y1=(y - 4) x2=(x + 18) y2=(y - 4) stroke=(fill) stroke-width="2" stroke-dasharray=(dashes) {}
                } @else {
                    rect x=(x + 4) y=(y - 10) width="12" height="11" fill=(fill) stroke="#000" stroke-width="0.5" {}
                }
                text x=(x + 22) y=(y) { (name) }
            } @else {
                text x=(x) y=(y) { (name) }
            }
        }
    };
    (drawn, if placed.is_empty() { 22 } else { y + 8 })
}

fn upright(chart: &Chart, count: usize, words: &Words) -> (Markup, i64) {
    let axis = axis(chart, count);
    let (legend, top) = legend(chart, &unit(&axis, words));
    let (top, left) =
        (top + 10, axis.ticks.iter().map(|tick| wide(&axis.label(*tick))).max().unwrap_or(0) + 8);
    let number = i64::try_from(count).unwrap_or(i64::MAX);
    let room = WIDTH - left;
    let y = |value: i64| top + HEIGHT - axis.part(value, HEIGHT);
    // The middle of the place of a label.
    let x = |at: i64| left + room * (2 * at + 1) / (2 * number);
    let labels: Vec<String> =
        chart.labels.iter().take(count).map(|label| shortened(label, LABELS[0])).collect();
    let widest = labels.iter().map(|label| wide(label)).max().unwrap_or(0) + 8;
    // So many labels share the place of one.
    let every = usize::try_from((widest * number + room - 1) / room.max(1)).unwrap_or(1).max(1);
    let base = y(0);
    let drawn = html! {
        (legend)
        @for tick in &axis.ticks {
            line x1=(left) y1=(y(*tick)) x2=(WIDTH) y2=(y(*tick)) stroke="#bbb" stroke-width="0.5" {}
            text x=(left - 6) y=(y(*tick) + 5) text-anchor="end" { (axis.label(*tick)) }
        }
        @for (at, label) in (0_i64..).zip(&labels).step_by(every) {
            // At the edges a label is moved in rather than cut.
            @let half = wide(label) / 2;
            text x=(x(at).max(half).min(WIDTH - half)) y=(top + HEIGHT + LINE) text-anchor="middle" { (label) }
        }
        @if chart.shape == Shape::Columns {
            @for (order, series) in (0_i64..).zip(&chart.series) {
                (columns(chart, series, order, &x, &y, room / number))
            }
        }
        line x1=(left) y1=(base) x2=(WIDTH) y2=(base) stroke="#000" {}
        @if chart.shape == Shape::Line {
            @for (order, series) in chart.series.iter().enumerate() {
                (line(chart, series, order, &x, &y))
            }
        }
    };
    (drawn, top + HEIGHT + LINE + 8)
}

fn columns(
    chart: &Chart,
    series: &Series,
    order: i64,
    x: &dyn Fn(i64) -> i64,
    y: &dyn Fn(i64) -> i64,
    place: i64,
) -> Markup {
    let of = i64::try_from(chart.series.len()).unwrap_or(1).max(1);
    let width = (place * 7 / 10 / of).clamp(1, 48);
    let (fill, _) = look(usize::try_from(order).unwrap_or(0));
    html! {
        @for ((at, label), value) in (0_i64..).zip(&chart.labels).zip(&series.values) {
            @let (top, bottom) = (y((*value).max(0)), y((*value).min(0)));
            rect x=(x(at) - width * of / 2 + width * order) y=(top) width=(width) height=(bottom - top) fill=(fill) {
                title { (told(chart, label, series, *value)) }
            }
        }
    }
}

fn line(
    chart: &Chart,
    series: &Series,
    order: usize,
    x: &dyn Fn(i64) -> i64,
    y: &dyn Fn(i64) -> i64,
) -> Markup {
    let (fill, dashes) = look(order);
    let points: Vec<(i64, i64)> = (0_i64..)
        .zip(series.values.iter().take(chart.labels.len()))
        .map(|(at, value)| (x(at), y(*value)))
        .collect();
    let path: Vec<String> = points.iter().map(|(x, y)| format!("{x},{y}")).collect();
    html! {
        polyline points=(path.join(" ")) fill="none" stroke=(fill) stroke-width="2" stroke-dasharray=(dashes) {}
        @for (((x, y), label), value) in points.iter().zip(&chart.labels).zip(&series.values) {
            circle cx=(x) cy=(y) r="3" fill=(fill) stroke="#000" stroke-width="0.5" {
                title { (told(chart, label, series, *value)) }
            }
        }
    }
}

fn lying(chart: &Chart, count: usize, words: &Words) -> (Markup, i64) {
    let drawn_count = count.min(BARS);
    let axis = axis(chart, drawn_count);
    let (legend, top) = legend(chart, &unit(&axis, words));
    let top = top + 6;
    let labels: Vec<String> =
        chart.labels.iter().take(drawn_count).map(|label| shortened(label, LABELS[1])).collect();
    let left = labels.iter().map(|label| wide(label)).max().unwrap_or(0) + 8;
    let values = chart.series.iter().flat_map(|series| series.values.iter().take(drawn_count));
    let beside = values.map(|value| wide(&axis.label(*value))).max().unwrap_or(0) + 8;
    // A value stands behind its bar, on the left of one below zero.
    let before = if axis.low < 0 { beside } else { 0 };
    let room = (WIDTH - left - before - beside).max(1);
    let x = |value: i64| left + before + axis.part(value, room);
    let of = i64::try_from(chart.series.len()).unwrap_or(1).max(1);
    let (thick, gap) = (if of == 1 { 16 } else { 13 }, 6);
    let y = |at: i64| top + at * (thick * of + gap);
    let number = i64::try_from(drawn_count).unwrap_or(i64::MAX);
    let drawn = html! {
        (legend)
        @for (at, label) in (0_i64..).zip(&labels) {
            text x=(left - 6) y=(y(at) + thick * of / 2 + 5) text-anchor="end" { (label) }
        }
        @for (order, series) in (0_i64..).zip(&chart.series) {
            @let (fill, _) = look(usize::try_from(order).unwrap_or(0));
            @for ((at, label), value) in (0_i64..).zip(chart.labels.iter().take(drawn_count)).zip(&series.values) {
                @let (start, end) = (x((*value).min(0)), x((*value).max(0)));
                @let y = y(at) + thick * order;
                rect x=(start) y=(y) width=(end - start) height=(thick - 1) fill=(fill) {
                    title { (told(chart, label, series, *value)) }
                }
                @if *value < 0 {
                    text x=(start - 4) y=(y + thick - 3) text-anchor="end" { (axis.label(*value)) }
                } @else {
                    text x=(end + 4) y=(y + thick - 3) { (axis.label(*value)) }
                }
            }
        }
        line x1=(x(0)) y1=(top - 3) x2=(x(0)) y2=(y(number)) stroke="#000" {}
        @if count > drawn_count {
            text x=(left - 6) y=(y(number) + 14) text-anchor="end" {
                (words.say("export-not-drawn", &[("count", (count - drawn_count).into())]))
            }
        }
    };
    (drawn, y(number) + if count > drawn_count { 22 } else { 6 })
}

fn unit(axis: &Axis, words: &Words) -> String {
    match (axis.scale, axis.unit) {
        (Scale::Fen, Unit::Yuan) => words.word("export-unit-yuan"),
        (Scale::Fen, Unit::Wan) => words.word("export-unit-wan"),
        (Scale::BasisPoints | Scale::Count, _) => String::new(),
    }
}

/// What is told of a mark.
fn told(chart: &Chart, label: &str, series: &Series, value: i64) -> String {
    let value = shown(value, chart.scale, Unit::Yuan);
    format!("{} {} {value}", visible(label), visible(&series.name))
}

fn look(order: usize) -> (&'static str, &'static str) {
    LOOKS[order % LOOKS.len()]
}

fn wide(text: &str) -> i64 {
    i64::try_from(text.width()).unwrap_or(0) * HALF
}

/// The text, cut to so many halves of an em with a mark that it was.
fn shortened(text: &str, most: usize) -> String {
    let text = visible(text);
    if text.width() <= most {
        return text.into_owned();
    }
    let mut left = most.saturating_sub(2);
    let kept = text.chars().take_while(|c| {
        let width = c.width().unwrap_or(0);
        let fits = width <= left;
        left = left.saturating_sub(width);
        fits
    });
    kept.collect::<String>() + "…"
}

#[cfg(test)]
mod tests;
