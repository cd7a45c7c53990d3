"""The seven types, named and explained in both languages."""

from django.db import migrations

TYPES = (
    ("soften", "やわらげる", "Soften", "きつい言い方を、失礼のない依頼や断りに直します。", "Turns blunt wording into a request or refusal you would send."),
    ("clarify", "明確にする", "Clarify", "あいまいな所に印をつけ、確認すべきことを質問にします。", "Marks what is vague and asks what is missing."),
    ("structure", "整理する", "Structure", "影響・原因・対応・期限などの見出しに並べ替えます。", "Sorts it under headings: impact, cause, action, deadline."),
    ("summarize", "要約する", "Summarize", "決まったこと、だれが・いつまでに、を先に短くまとめます。", "Shortens it, decision and who-by-when first."),
    ("terminology", "用語をやさしく", "Explain terms", "専門用語を、読み手に合わせて言い換えるか説明します。", "Explains or replaces jargon for the reader."),
    ("requirements", "要件にする", "Requirements", "背景・要望・制約・期限・不足に分けて要件にします。", "Sorts it into background, requests, constraints and deadline."),
    ("background", "背景を補う", "Add background", "承認や依頼に必要な背景の下書きを、空欄つきで作ります。", "Drafts the background an approver needs, with blanks to fill."),
)


def seed(apps, schema_editor):
    row = apps.get_model("transform", "TransformationTypeRow")
    for position, (code, name_ja, name_en, why_ja, why_en) in enumerate(TYPES, 1):
        names = {"name_ja": name_ja, "name_en": name_en, "explanation_ja": why_ja, "explanation_en": why_en}
        row.objects.update_or_create(code=code, defaults=names | {"position": position})


def remove(apps, schema_editor):
    apps.get_model("transform", "TransformationTypeRow").objects.filter(code__in=[t[0] for t in TYPES]).delete()


class Migration(migrations.Migration):
    dependencies = [("transform", "0001_history_measures_vectors_and_words")]
    operations = [migrations.RunPython(seed, remove)]
