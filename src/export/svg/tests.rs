//! Charts of every kind of values.

use super::*;
use crate::words::Lang;
use proptest::prelude::*;

fn chart(shape: Shape, scale: Scale, labels: Vec<String>, values: Vec<Vec<i64>>) -> Chart {
    let series = (1..).zip(values).map(|(n, values)| Series { name: format!("系列{n}"), values }).collect();
    Chart { title: "图".into(), shape, scale, labels, series }
}

fn drawn(chart: &Chart) -> String {
    figure(chart, &Words::new(Lang::ZhCn)).into_string()
}

/// Every number of an attribute.
fn numbers(svg: &str, attribute: &str) -> Vec<i64> {
    svg.split(&format!(" {attribute}=\""))
        .skip(1)
        .map(|part| part.split('"').next().unwrap().parse().unwrap())
        .collect()
}

/// The box of every text, by the same measure of type as the pages': half an em is 7 units at most.
fn texts(svg: &str) -> Vec<(i64, i64, String)> {
    svg.split("<text ")
        .skip(1)
        .map(|part| {
            let (attributes, rest) = part.split_once('>').unwrap();
            let text = rest
                .split('<')
                .next()
                .unwrap()
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
                .replace("&quot;", "\"");
            let x = numbers(&format!(" {attributes}"), "x")[0];
            let width = wide(&text);
            let start = match attributes {
                a if a.contains("\"end\"") => x - width,
                a if a.contains("\"middle\"") => x - width / 2,
                _ => x,
            };
            (start, start + width, text)
        })
        .collect()
}

fn stays_inside(chart: &Chart) {
    let svg = drawn(chart);
    let height: i64 = svg
        .split(&format!("viewBox=\"0 0 {WIDTH} "))
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    for (start, end, text) in texts(&svg) {
        assert!(start >= -1 && end <= WIDTH + 1, "{text} stands from {start} to {end}: {svg}");
    }
    for (x, width) in numbers(&svg, "x").iter().zip(numbers(&svg, "width")) {
        assert!(width >= 0 && *x <= WIDTH, "{svg}");
    }
    for (attribute, most) in [
        ("x1", WIDTH),
        ("x2", WIDTH),
        ("cx", WIDTH),
        ("y", height),
        ("y1", height),
        ("y2", height),
        ("cy", height),
    ] {
        for number in numbers(&svg, attribute) {
            assert!((0..=most).contains(&number), "{attribute}={number}: {svg}");
        }
    }
    assert!(numbers(&svg, "height").iter().all(|height| *height >= 0), "{svg}");
}

#[test]
fn an_axis_is_round_and_holds_zero() {
    let ticks = |scale, values: Vec<i64>| {
        let labels = values.iter().map(ToString::to_string).collect();
        let axis = axis(&chart(Shape::Columns, scale, labels, vec![values]), 9);
        axis.ticks.iter().map(|tick| axis.label(*tick)).collect::<Vec<_>>()
    };
    assert_eq!(ticks(Scale::Count, vec![3, 7]), ["0", "2", "4", "6", "8"]);
    assert_eq!(ticks(Scale::Count, vec![0]), ["0", "1"]);
    assert_eq!(ticks(Scale::Count, vec![1_234_567]), ["0", "500,000", "1,000,000", "1,500,000"]);
    assert_eq!(ticks(Scale::Fen, vec![-5_000, 12_000]), ["-50.00", "0.00", "50.00", "100.00", "150.00"]);
    assert_eq!(ticks(Scale::Fen, vec![123_456_700]), ["0.00", "50.00", "100.00", "150.00"]);
    assert_eq!(
        ticks(Scale::BasisPoints, vec![0, 430]),
        ["0.00%", "1.00%", "2.00%", "3.00%", "4.00%", "5.00%"]
    );
}

#[test]
fn one_value_zero_and_none_are_drawn() {
    for shape in [Shape::Columns, Shape::Bars, Shape::Line] {
        for values in [
            vec![],
            vec![vec![]],
            vec![vec![0]],
            vec![vec![5]],
            vec![vec![-5]],
            vec![vec![i64::MIN], vec![i64::MAX]],
        ] {
            stays_inside(&chart(shape, Scale::Fen, vec!["甲".into()], values));
        }
        let svg = drawn(&chart(shape, Scale::Fen, Vec::new(), vec![vec![1]]));
        assert!(svg.contains(">无<"), "{svg}");
    }
}

#[test]
fn text_is_never_markup() {
    let evil = "<script>\"'&".to_owned();
    let mut chart = chart(Shape::Line, Scale::Count, vec![evil.clone()], vec![vec![1], vec![2]]);
    (chart.title, chart.series[0].name) = (evil.clone(), evil);
    let svg = drawn(&chart);
    assert!(!svg.contains("<script") && svg.contains("&lt;script&gt;"), "{svg}");
}

proptest! {
    #[test]
    fn nothing_leaves_the_frame(
        shape in prop::sample::select(vec![Shape::Columns, Shape::Bars, Shape::Line]),
        scale in prop::sample::select(vec![Scale::Fen, Scale::BasisPoints, Scale::Count]),
        labels in prop::collection::vec("[a-z王芳<& ]{0,40}", 0..70),
        values in prop::collection::vec(prop::collection::vec(-1_000_000_000_000_i64..1_000_000_000_000, 0..70), 0..6),
    ) {
        stays_inside(&chart(shape, scale, labels, values));
    }
}
