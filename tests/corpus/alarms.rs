//! Items that people took out of records as false alarms.

use crate::support::make_bytes;
use vanban::corpus::corrections::{
    Attached, Correction, Facet, ITEM, Kept, Standing, apply, ordinal_as_read,
};
use vanban::write::wire::Record;

const PLAN: &str = "ỦY BAN NHÂN DÂN\nHUYỆN ĐỒI CHÈ\n-------\n\nSố: 31/KH-UBND\n\nĐồi Chè, ngày 12 tháng 02 năm 2031\n\nKẾ HOẠCH\n\
    Giảm nghèo bền vững năm 2031\n\nI. CHỈ TIÊU\n\n1. Giảm tỷ lệ hộ nghèo còn 4,5%.\n\n\
    2. Trồng mới 310 ha rừng.\n\n3. Thu ngân sách đạt 120 tỷ đồng.\n";

fn record() -> Record {
    serde_json::from_str(&make_bytes(PLAN.as_bytes().to_vec(), "a.txt").json).unwrap()
}

fn kept(corrections: Vec<Correction>) -> Vec<Kept> {
    (1..).zip(corrections).map(|(id, correction)| Kept { id, correction }).collect()
}

fn of(record: &Record, ordinal: usize, field: &str, new: Option<&str>) -> Correction {
    Correction::of(record, Facet::Target, ordinal, field, new.map(str::to_owned))
}

fn told(attached: &[Attached]) -> Vec<(Option<usize>, Standing)> {
    attached.iter().map(|one| (one.ordinal, one.standing)).collect()
}

#[test]
fn a_false_alarm_is_taken_out_and_the_others_keep_their_corrections() {
    let read = record();
    assert_eq!(read.targets.len(), 3);
    let corrections = kept(vec![
        of(&read, 2, "value", Some("130")),
        of(&read, 1, "value", Some("311")),
        of(&read, 1, ITEM, None),
    ]);
    let mut corrected = read.clone();
    let attached = apply(&mut corrected, &corrections);
    assert_eq!(
        told(&attached),
        [(Some(1), Standing::Applied), (None, Standing::Superseded), (None, Standing::Applied)]
    );
    let left: Vec<&str> = corrected.targets.iter().map(|target| target.indicator.as_str()).collect();
    assert_eq!(left, [&read.targets[0].indicator, &read.targets[2].indicator]);
    assert_eq!(corrected.targets[1].value.unwrap().to_string(), "130");
    let as_read = [0, 1].map(|at| ordinal_as_read(&corrections, &attached, Facet::Target, at));
    assert_eq!(as_read, [0, 2]);
}

#[test]
fn what_is_put_back_is_as_it_was() {
    let read = record();
    let out = of(&read, 0, ITEM, None);
    let back = Correction { new: out.old.clone(), ..out.clone() };
    let mut corrected = read.clone();
    let attached = apply(&mut corrected, &kept(vec![out, back]));
    assert_eq!(told(&attached), [(Some(0), Standing::Superseded), (Some(0), Standing::Agrees)]);
    assert_eq!(corrected, read);
}

#[test]
fn what_is_not_found_any_more_takes_no_other_with_it() {
    let read = record();
    let mut out = of(&read, 1, ITEM, None);
    out.item[0] = "Diện tích rừng".to_owned();
    let mut corrected = read.clone();
    let attached = apply(&mut corrected, &kept(vec![out]));
    assert_eq!(told(&attached), [(None, Standing::Orphan)]);
    assert_eq!(corrected, read);
}

#[test]
fn parts_of_what_is_taken_out_go_to_what_it_was_a_part_of() {
    let parents = |gone: &[usize]| {
        let mut read = record();
        read.targets[1].parent = Some(0);
        read.targets[2].parent = Some(1);
        let out = gone.iter().map(|&ordinal| of(&read, ordinal, ITEM, None)).collect();
        apply(&mut read, &kept(out));
        read.targets.iter().map(|target| target.parent).collect::<Vec<_>>()
    };
    assert_eq!(parents(&[1]), [None, Some(0)]);
    assert_eq!(parents(&[0]), [None, Some(0)]);
    assert_eq!(parents(&[0, 1]), [None]);
    assert_eq!(parents(&[2]), [None, Some(0)]);
}
