//! An identity to a document: head, sections, targets, tasks, foot.

use super::block::{Block, Draft, target, target_row};
use super::bodies::{TASKS, below, bodies, front, party_bodies};
use super::identity::{Centre, Identity, Level, Role, identity, lower};
use super::places;
use super::prose;
use super::random::Random;
use super::truth::{Assignment, Reference};

/// The streams of chance of a document. Who takes over another's text shares its prose and nothing else.
struct Streams {
    prose: Random,
    targets: Random,
    tasks: Random,
    /// What the copying district left out.
    copy: Option<Random>,
}

/// How many bytes a document is to have: 3 to 300 KB, 30 KB in the mean.
fn length(random: &mut Random) -> usize {
    let (low, high) = match random.below(1000) {
        0..100 => (3_000, 8_000),
        100..600 => (10_000, 25_000),
        600..900 => (25_000, 50_000),
        900..988 => (50_000, 120_000),
        _ => (150_000, 300_000),
    };
    random.within(low, high) as usize
}

/// Writes a document. `tables`: the targets in a table too, for formats that have some.
pub fn draft(seed: u64, who: &Identity, tables: bool) -> Draft {
    let told = who.copied.map_or_else(|| who.clone(), |slot| identity(seed, who.family, slot));
    let wanted = length(&mut told.random(seed, 20));
    let mut streams = Streams {
        prose: told.random(seed, 21),
        targets: who.random(seed, 22),
        tasks: told.random(seed, 23),
        copy: who.copied.map(|_| who.random(seed, 24)),
    };
    let cited: Vec<Identity> = who.cites.iter().map(|&slot| identity(seed, who.family, slot)).collect();
    let mut draft = Draft::new();
    draft.references = cited.iter().map(|cited| reference(seed, cited)).collect();
    head(&mut draft, who);
    match who.role {
        Role::Plan => {
            grounds(&mut draft, who, &cited, "ban hành Kế hoạch");
            plan(&mut draft, who, &mut streams, wanted, tables);
            let what = lower(who.topic.title);
            draft.paragraph(format!(
                "Trên đây là Kế hoạch {what} trên địa bàn {} năm {}./.",
                who.place(),
                who.year
            ));
        }
        Role::PartyPlan | Role::Programme => {
            let kind = lower(who.kind().1);
            let of = who.cited_issuer();
            let done =
                cited.first().map(|cited| format!("Thực hiện {}, ", cited.citation())).unwrap_or_default();
            draft.paragraph(format!("{done}{of} xây dựng {kind} với những nội dung chủ yếu sau:"));
            plan(&mut draft, who, &mut streams, wanted, tables);
        }
        Role::Centre(Centre::Decision) => decision(&mut draft, who, &cited, &mut streams, wanted, tables),
        Role::Decision => {
            decision(&mut draft, who, &cited, &mut streams, wanted, tables);
            return draft;
        }
        Role::Council | Role::PartyResolution | Role::Centre(Centre::Resolution) => {
            resolution(&mut draft, who, &cited, &mut streams, wanted);
        }
        Role::Directive | Role::Centre(_) => directive(&mut draft, who, &cited, &mut streams, wanted),
        Role::Letter => letter(&mut draft, who, &cited, &mut streams, wanted),
        Role::Notice => notice(&mut draft, who, &cited, &mut streams, wanted),
        Role::Report => report(&mut draft, who, &cited, &mut streams, wanted, tables),
    }
    foot(&mut draft, who, seed);
    draft
}

fn reference(seed: u64, cited: &Identity) -> Reference {
    Reference {
        key: cited.key(),
        number: Some(cited.number()),
        date: Some(cited.iso()),
        title: cited.cited_title(),
        path: Some(super::path(seed, cited)),
    }
}

/// The two columns of the head, and kind and title under them.
fn head(draft: &mut Draft, who: &Identity) {
    let capitals = |text: &str| text.to_uppercase();
    let state = || {
        vec![
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM".to_owned(),
            "Độc lập - Tự do - Hạnh phúc".to_owned(),
            "---------------".to_owned(),
        ]
    };
    let rule = "-------".to_owned();
    let issuer = who.issuer();
    let (left, right) = match who.role {
        Role::Centre(Centre::PartyDirective) => {
            (vec!["BAN CHẤP HÀNH TRUNG ƯƠNG".into(), "BỘ CHÍNH TRỊ".into(), "*".into()], party())
        }
        Role::Centre(_) => (vec![capitals(&issuer), rule], state()),
        Role::PartyPlan => (vec![capitals(&issuer), "*".into()], party()),
        Role::Programme | Role::PartyResolution => {
            let above = match (&who.above, who.level) {
                (Some(district), _) => format!("ĐẢNG BỘ HUYỆN {}", capitals(district)),
                (None, _) => {
                    format!("ĐẢNG BỘ {} {}", capitals(who.province.unit), capitals(who.province.name))
                }
            };
            (vec![above, capitals(&issuer), "*".into()], party())
        }
        Role::Letter if issuer.starts_with("Công an") => {
            (vec!["BỘ CÔNG AN".into(), capitals(&issuer), rule], state())
        }
        Role::Letter if who.year <= 2024 => {
            (vec![format!("ỦY BAN NHÂN DÂN {}", capitals(&who.place())), capitals(&issuer), rule], state())
        }
        Role::Council => (vec!["HỘI ĐỒNG NHÂN DÂN".into(), capitals(&who.place()), rule], state()),
        _ => (vec!["ỦY BAN NHÂN DÂN".into(), capitals(&who.place()), rule], state()),
    };
    let colon = if who.is_party() { "" } else { ":" };
    let letter = who.role == Role::Letter;
    draft.blocks.push(Block::Letterhead {
        left,
        right,
        number: format!("Số{colon} {}", who.number()),
        dated: format!("{}, {}", who.name(), who.date()),
        subject: letter.then(|| format!("V/v {}", who.title())),
    });
    if !letter {
        draft.blocks.push(Block::Title { kind: who.kind().1.to_uppercase(), title: who.title() });
    }
    draft.length += 400;
}

fn party() -> Vec<String> {
    vec!["ĐẢNG CỘNG SẢN VIỆT NAM".into()]
}

/// What a plan goes back to.
fn grounds(draft: &mut Draft, who: &Identity, cited: &[Identity], does: &str) {
    draft.paragraph("Căn cứ Luật Tổ chức chính quyền địa phương;");
    for cited in cited.iter().skip(1) {
        draft.paragraph(format!("Căn cứ {};", cited.citation()));
    }
    if let Some(first) = cited.first() {
        draft.paragraph(format!(
            "Thực hiện {}, {} {does} với các nội dung cụ thể như sau:",
            first.citation(),
            who.issuer()
        ));
    }
}

/// The sections of a plan; the tasks grow until the length is reached.
fn plan(draft: &mut Draft, who: &Identity, streams: &mut Streams, wanted: usize, tables: bool) {
    let dash = if who.is_party() { "- " } else { ". " };
    let roman = |number: usize, text: &str| format!("{}{dash}{text}", ["I", "II", "III", "IV", "V"][number]);
    let small = wanted / 12;
    draft.heading(1, roman(0, "MỤC ĐÍCH, YÊU CẦU"));
    draft.heading(2, format!("1{dash}Mục đích"));
    fill(draft, who, streams, small / 2);
    draft.heading(2, format!("2{dash}Yêu cầu"));
    fill(draft, who, streams, small / 2);
    draft.heading(1, roman(1, "MỤC TIÊU, CHỈ TIÊU"));
    draft.heading(2, format!("1{dash}Mục tiêu chung"));
    fill(draft, who, streams, small / 2);
    draft.heading(2, format!("2{dash}Chỉ tiêu cụ thể"));
    targets(draft, who, streams, tables);
    draft.heading(1, roman(2, "NHIỆM VỤ, GIẢI PHÁP"));
    let end = draft.length + wanted.saturating_sub(draft.length + 2_500);
    works(draft, who, streams, 2, dash, end);
    draft.heading(1, roman(3, "TỔ CHỨC THỰC HIỆN"));
    assignments(draft, who, streams, dash);
}

/// Numbered works with prose under them, until the text is as long as `end`.
fn works(draft: &mut Draft, who: &Identity, streams: &mut Streams, level: u8, dash: &str, end: usize) {
    let mut number = 0;
    while draft.length < end {
        number += 1;
        let heading = prose::heading(&mut streams.prose, who.topic);
        draft.heading(level, format!("{number}{dash}{heading}"));
        let part = 600 + streams.prose.below(2_400 + end / 12);
        fill(draft, who, streams, part.min(end.saturating_sub(draft.length)));
    }
}

/// Prose of about this many bytes, at least a paragraph.
fn fill(draft: &mut Draft, who: &Identity, streams: &mut Streams, bytes: usize) {
    let end = draft.length + bytes;
    let bullets = streams.prose.chance(60);
    loop {
        let mut text = String::new();
        prose::paragraph(&mut text, &mut streams.prose, who.topic);
        // Who takes over a text leaves some of it out and writes some anew.
        let mut kept = true;
        if let Some(copy) = &mut streams.copy {
            match copy.below(100) {
                0..6 => kept = false,
                6..14 => {
                    text.clear();
                    prose::paragraph(&mut text, copy, who.topic);
                }
                _ => {}
            }
        }
        if kept && bullets {
            draft.bullet(text);
        } else if kept {
            draft.paragraph(text);
        } else {
            // Counted all the same, that the rest follows the text taken over.
            draft.length += text.len();
        }
        if draft.length >= end {
            break;
        }
    }
}

/// The targets of a document: the same indicators in all of its family, in values of its own.
fn targets(draft: &mut Draft, who: &Identity, streams: &mut Streams, tables: bool) {
    let indicators = who.topic.indicators;
    let mut shared = Random::of(&[30, who.family]);
    let count = 4 + shared.below(4);
    let chosen = shared.some(count, indicators.len());
    let (listed, tabled) = chosen.split_at(if tables { chosen.len() / 2 } else { chosen.len() });
    for &at in listed {
        let (text, records) = target(&indicators[at], &mut streams.targets, who.year);
        draft.targets.extend(records);
        draft.bullet(text);
    }
    if tabled.is_empty() {
        return;
    }
    let head = ["TT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch"];
    let mut rows = vec![head.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>()];
    for (nth, &at) in tabled.iter().enumerate() {
        let (mut cells, record) = target_row(&indicators[at], &mut streams.targets);
        cells.insert(0, (nth + 1).to_string());
        draft.targets.push(record);
        draft.length += cells.iter().map(|cell| cell.len() + 3).sum::<usize>();
        rows.push(cells);
    }
    draft.blocks.push(Block::Table(rows));
}

fn task(random: &mut Random, who: &Identity) -> String {
    let work = who.topic.works[random.below(who.topic.works.len())];
    random.pick(TASKS).replacen("{}", work, 1)
}

fn told(draft: &mut Draft, body: &str, role: &str, task: &str) {
    draft.assignments.push(Assignment { body: body.into(), role: role.into(), task: task.into() });
}

/// Who does what, one body an item, in the ways that plans say it.
fn assignments(draft: &mut Draft, who: &Identity, streams: &mut Streams, dash: &str) {
    let names: Vec<String> =
        if who.is_party() { party_bodies(who) } else { bodies(who).into_iter().map(str::to_owned).collect() };
    let random = &mut streams.tasks;
    let others = random.some(2 + random.clone().below(4), names.len() - 1);
    let chosen: Vec<&str> =
        std::iter::once(0).chain(others.iter().map(|at| at + 1)).map(|at| names[at].as_str()).collect();
    let deadline = format!("trước ngày {}/{}/{}", random.within(10, 28), random.within(10, 12), who.year);
    for (nth, body) in chosen.iter().enumerate() {
        let number = nth + 1;
        let first = task(random, who);
        let second = task(random, who);
        let other = chosen[(nth + 1) % chosen.len()];
        match random.below(4) {
            0 => {
                draft.heading(2, format!("{number}{dash}{body}"));
                for task in [first, second] {
                    let mut text = task.clone();
                    prose::capitalize(&mut text, 0);
                    told(draft, body, "responsible", &task);
                    draft.bullet(format!("{text}."));
                }
            }
            1 => {
                told(draft, body, "lead", &first);
                told(draft, other, "support", &first);
                draft.paragraph(format!("{number}{dash}{body} chủ trì, phối hợp với {other} {first}."));
            }
            2 => {
                let whole = format!("{first}, hoàn thành {deadline}");
                told(draft, body, "responsible", &whole);
                draft.paragraph(format!("{number}{dash}Giao {body} {whole}."));
            }
            _ => {
                let mut text = first.clone();
                prose::capitalize(&mut text, 0);
                told(draft, body, "responsible", &first);
                draft.paragraph(format!("{number}{dash}{body}: {text}."));
            }
        }
    }
    let number = chosen.len() + 1;
    if who.is_party() {
        return;
    }
    let duty = task(random, who);
    told(draft, below(who), "responsible", &duty);
    draft.paragraph(format!("{number}{dash}{} có trách nhiệm {duty}.", below(who)));
    if random.chance(60) {
        let asked = format!(
            "tuyên truyền, vận động đoàn viên, hội viên tham gia {}",
            who.topic.works[random.below(8)]
        );
        let front = front(who);
        told(draft, &front, "requested", &asked);
        draft.paragraph(format!("{}{dash}Đề nghị {front} {asked}.", number + 1));
    }
}

/// A decision, with the plan that it puts into force: behind it, or in its first article where it is the centre's.
fn decision(
    draft: &mut Draft,
    who: &Identity,
    cited: &[Identity],
    streams: &mut Streams,
    wanted: usize,
    tables: bool,
) {
    let issuer = who.issuer();
    draft.blocks.push(Block::Centred(issuer.to_uppercase()));
    draft.paragraph("Căn cứ Luật Tổ chức chính quyền địa phương;");
    for cited in cited {
        draft.paragraph(format!("Căn cứ {};", cited.citation()));
    }
    draft.paragraph(format!(
        "Theo đề nghị của {}.",
        if who.level == Level::Central {
            "Bộ trưởng Bộ Nội vụ".into()
        } else {
            format!("Giám đốc {}", bodies(who)[0])
        }
    ));
    draft.blocks.push(Block::Centred("QUYẾT ĐỊNH:".into()));
    let title = who.cited_title();
    if who.level == Level::Central {
        draft.heading(1, format!("Điều 1. {} với những nội dung chủ yếu sau:", capital(&title)));
        plan(draft, who, streams, wanted, tables);
        draft.paragraph("Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký ban hành.");
        return;
    }
    draft.paragraph(format!(
        "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch {}.",
        title.strip_prefix("ban hành Kế hoạch ").unwrap_or(&title)
    ));
    draft.paragraph("Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký.");
    let doers = ["Chánh Văn phòng Ủy ban nhân dân", "Thủ trưởng các sở, ban, ngành"];
    let first = format!("{} {}", doers[0], who.unit());
    told(draft, &first, "responsible", "chịu trách nhiệm thi hành Quyết định này");
    told(draft, doers[1], "responsible", "chịu trách nhiệm thi hành Quyết định này");
    draft.paragraph(format!("Điều 3. {first}; {} chịu trách nhiệm thi hành Quyết định này./.", doers[1]));
    let seed = streams.tasks.next();
    foot(draft, who, seed);
    let plan_title = format!("{} trên địa bàn {}", who.topic.title, who.place());
    draft.blocks.push(Block::Title { kind: "KẾ HOẠCH".into(), title: plan_title });
    draft.paragraph(format!(
        "(Ban hành kèm theo Quyết định số {} {} của {issuer})",
        who.number(),
        who.date()
    ));
    plan(draft, who, streams, wanted, tables);
}

fn capital(text: &str) -> String {
    let mut text = text.to_owned();
    prose::capitalize(&mut text, 0);
    text
}

fn resolution(draft: &mut Draft, who: &Identity, cited: &[Identity], streams: &mut Streams, wanted: usize) {
    if who.role == Role::PartyResolution {
        let done = cited.first().map(|cited| format!("Thực hiện {}, ", cited.citation())).unwrap_or_default();
        draft
            .paragraph(format!("{done}Ban Chấp hành Đảng bộ xã ban hành Nghị quyết với những nội dung sau:"));
        plan(draft, who, streams, wanted, false);
        return;
    }
    draft.blocks.push(Block::Centred(who.issuer().to_uppercase()));
    draft.paragraph("Căn cứ Luật Tổ chức chính quyền địa phương;");
    for cited in cited {
        draft.paragraph(format!("Căn cứ {};", cited.citation()));
    }
    draft.blocks.push(Block::Centred("QUYẾT NGHỊ:".into()));
    draft.heading(1, format!("Điều 1. Thông qua {} với các nội dung chủ yếu sau:", who.cited_title()));
    draft.heading(2, "1. Mục tiêu");
    fill(draft, who, streams, wanted / 12);
    draft.heading(2, "2. Chỉ tiêu chủ yếu");
    targets(draft, who, streams, false);
    draft.heading(2, "3. Nhiệm vụ, giải pháp");
    fill(draft, who, streams, wanted.saturating_sub(draft.length + 1_500));
    draft.heading(1, "Điều 2. Tổ chức thực hiện");
    let (body, duty) = match who.level {
        Level::Central => {
            ("các bộ, cơ quan ngang bộ".to_owned(), "tổ chức triển khai thực hiện Nghị quyết này")
        }
        _ => (format!("Ủy ban nhân dân {}", who.unit()), "tổ chức triển khai thực hiện Nghị quyết này"),
    };
    told(draft, &body, "responsible", duty);
    draft.paragraph(format!("1. Giao {body} {duty}."));
    draft.paragraph(format!(
        "2. Nghị quyết này có hiệu lực kể từ ngày {}/{}/{}./.",
        who.day, who.month, who.year
    ));
}

fn directive(draft: &mut Draft, who: &Identity, cited: &[Identity], streams: &mut Streams, wanted: usize) {
    fill(draft, who, streams, wanted / 6);
    let body = if who.is_party() { who.issuer() } else { format!("Chủ tịch {}", who.issuer()) };
    let body = if who.role == Role::Centre(Centre::Directive) { who.issuer() } else { body };
    let done = cited.first().map(|cited| format!("Thực hiện {}, ", cited.citation())).unwrap_or_default();
    draft.paragraph(format!(
        "{done}{} yêu cầu tập trung thực hiện một số nhiệm vụ sau:",
        if done.is_empty() { body } else { body.clone() }
    ));
    let end = wanted.saturating_sub(2_500).max(draft.length + 500);
    draft.heading(1, "I. NHIỆM VỤ, GIẢI PHÁP");
    works(draft, who, streams, 2, ". ", end);
    draft.heading(1, "II. CHỈ TIÊU");
    targets(draft, who, streams, false);
    draft.heading(1, "III. TỔ CHỨC THỰC HIỆN");
    assignments(draft, who, streams, ". ");
}

fn letter(draft: &mut Draft, who: &Identity, cited: &[Identity], streams: &mut Streams, wanted: usize) {
    draft.paragraph(format!("Kính gửi: {}.", below(who)));
    let done = cited.first().map(|cited| format!("Thực hiện {}, ", cited.citation())).unwrap_or_default();
    draft.paragraph(format!(
        "{done}{} đề nghị các cơ quan, đơn vị, địa phương triển khai một số nội dung sau:",
        who.issuer()
    ));
    told(draft, "các cơ quan, đơn vị, địa phương", "requested", "triển khai một số nội dung sau");
    // A letter is short.
    let end = draft.length + wanted.min(9_000) / 2;
    works(draft, who, streams, 1, ". ", end);
    let doubts = format!("phản ánh về {} để được hướng dẫn", who.issuer());
    told(draft, "các đơn vị", "responsible", &doubts);
    draft.paragraph(format!("Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị {doubts}./."));
}

fn notice(draft: &mut Draft, who: &Identity, cited: &[Identity], streams: &mut Streams, wanted: usize) {
    let when = format!("Ngày {:02} tháng {} năm {}", who.day.max(3) - 2, who.month, who.year);
    draft.paragraph(format!("{when}, Chủ tịch {} chủ trì cuộc họp về {}. Sau khi nghe báo cáo và ý kiến của các đơn vị dự họp, Chủ tịch Ủy ban nhân dân kết luận như sau:", who.issuer(), who.topic.subject));
    draft.heading(1, "I. VỀ KẾT QUẢ THỰC HIỆN");
    if let Some(cited) = cited.first() {
        draft.paragraph(format!("Các cấp, các ngành đã quan tâm thực hiện {}.", cited.citation()));
    }
    results(draft, who, streams);
    fill(draft, who, streams, wanted.min(20_000) / 2);
    draft.heading(1, "II. VỀ NHIỆM VỤ TRONG THỜI GIAN TỚI");
    assignments(draft, who, streams, ". ");
}

/// Results: numbers that are no targets.
fn results(draft: &mut Draft, who: &Identity, streams: &mut Streams) {
    for indicator in who.topic.indicators.iter().take(4) {
        let (cells, _) = target_row(indicator, &mut streams.targets);
        let spaced = if indicator.unit == "%" { "%".to_owned() } else { format!(" {}", indicator.unit) };
        let share = streams.targets.within(81, 107);
        draft.bullet(format!(
            "Năm {}, {} đã đạt {}{spaced}, bằng {share}% kế hoạch.",
            who.year - 1,
            lower(indicator.name),
            cells[2]
        ));
    }
}

fn report(
    draft: &mut Draft,
    who: &Identity,
    cited: &[Identity],
    streams: &mut Streams,
    wanted: usize,
    tables: bool,
) {
    let done: Vec<String> = cited.iter().map(Identity::citation).collect();
    draft.paragraph(format!("Thực hiện {}, {} báo cáo kết quả như sau:", done.join("; "), who.issuer()));
    draft.heading(1, "I. TÌNH HÌNH, KẾT QUẢ THỰC HIỆN");
    draft.heading(2, "1. Kết quả đạt được");
    results(draft, who, streams);
    fill(draft, who, streams, wanted / 3);
    draft.heading(2, "2. Tồn tại, hạn chế");
    fill(draft, who, streams, wanted / 6);
    draft.heading(1, "II. MỤC TIÊU, CHỈ TIÊU TRONG THỜI GIAN TỚI");
    targets(draft, who, streams, tables);
    draft.heading(1, "III. NHIỆM VỤ, GIẢI PHÁP");
    let end = wanted.saturating_sub(1_000).max(draft.length + 300);
    works(draft, who, streams, 2, ". ", end);
    draft.paragraph(format!("Trên đây là báo cáo của {}./.", who.issuer()));
}

fn foot(draft: &mut Draft, who: &Identity, seed: u64) {
    let unit = who.unit();
    let recipients: Vec<String> = match who.level {
        Level::Central => vec![
            "Ban Bí thư Trung ương Đảng;".into(),
            "Các bộ, cơ quan ngang bộ;".into(),
            "UBND các tỉnh, thành phố;".into(),
            "Lưu: VT, TH.".into(),
        ],
        _ if who.is_party() => vec![
            "Cấp ủy cấp trên (b/c),".into(),
            "Các chi bộ, đảng bộ trực thuộc,".into(),
            "Lưu Văn phòng.".into(),
        ],
        Level::Province => vec![
            "Thủ tướng Chính phủ (b/c);".into(),
            format!("Thường trực HĐND {unit};"),
            "Các sở, ban, ngành;".into(),
            format!("{};", below(who)),
            "Lưu: VT, TH.".into(),
        ],
        _ => vec![
            format!("Ủy ban nhân dân {} (b/c);", who.province.unit),
            format!("Thường trực HĐND {unit};"),
            format!("{};", below(who)),
            "Lưu: VT.".into(),
        ],
    };
    let above: Vec<String> = match who.role {
        Role::Centre(Centre::Decision | Centre::Directive) => {
            vec!["KT. THỦ TƯỚNG".into(), "PHÓ THỦ TƯỚNG".into()]
        }
        Role::Centre(Centre::Resolution) => vec!["TM. CHÍNH PHỦ".into(), "THỦ TƯỚNG".into()],
        Role::Centre(Centre::PartyDirective) => vec!["T/M BỘ CHÍNH TRỊ".into(), "TỔNG BÍ THƯ".into()],
        Role::PartyPlan => vec!["T/M BAN THƯỜNG VỤ".into(), "PHÓ BÍ THƯ".into()],
        Role::Programme | Role::PartyResolution => vec!["T/M BAN CHẤP HÀNH".into(), "BÍ THƯ".into()],
        Role::Council => vec!["CHỦ TỊCH".into()],
        Role::Letter if who.year <= 2024 => vec!["KT. GIÁM ĐỐC".into(), "PHÓ GIÁM ĐỐC".into()],
        _ if seed.is_multiple_of(3) => vec!["TM. ỦY BAN NHÂN DÂN".into(), "CHỦ TỊCH".into()],
        _ => vec!["TM. ỦY BAN NHÂN DÂN".into(), "KT. CHỦ TỊCH".into(), "PHÓ CHỦ TỊCH".into()],
    };
    draft.blocks.push(Block::Recipients(recipients));
    draft.blocks.push(Block::Signature { above, name: places::person(&mut who.random(0, 25)) });
    draft.length += 500;
}

/// Who signs.
pub fn signer(who: &Identity) -> String {
    places::person(&mut who.random(0, 25))
}
