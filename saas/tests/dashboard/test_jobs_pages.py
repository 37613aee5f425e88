"""Jobs as their sites see them: orders of one job together, images by name, and nothing unpaid shown."""

import hashlib

import pytest

from picopt_saas.accounts.keys import create_key
from picopt_saas.accounts.members import account_of, create_verified_user
from picopt_saas.accounts.sites import add_site
from picopt_saas.dashboard import groups
from picopt_saas.jobs.models import Charge, Item, Job, ReceiptRecord, ResultFile, SiteImage
from picopt_saas.storage.build import storage
from picopt_saas.storage.keys import original_key, result_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(account):
    return create_key(add_site(account, "https://example.com"))[0]


@pytest.fixture
def add_job(account, key):
    def _add(batch="", *states, first=0, **more):
        job = Job.objects.create(
            account=account, api_key=key, settings={}, batch=batch, **{"pipeline": "export", **more}
        )
        for position, state in enumerate(states):
            Item.objects.create(
                job=job, account=account, position=position, reference=f"1:{first + position}", state=state,
                sha256="0" * 64, price={},
                picture={"bytes": 900, "context": {"file_name": f"{job.pk[-4:]}-{position}.jpg"}},
            )  # fmt: skip
        return job

    return _add


class TestGroups:
    def test_what_a_site_ordered_in_parts_is_one_job(self, ann, account, add_job):
        parts = [add_job("s:7", "ready", "failed"), add_job("s:7", "queued", first=2, pipeline="analyze_export")]
        parts.append(add_job("s:7"))
        alone = add_job("", "ready")
        found = groups.read(account, list(groups.group_keys(account)))
        assert [len(group.orders) for group in found] == [1, 3]
        (_, whole) = found
        assert whole.counts == {"ready": 1, "failed": 1, "queued": 1}
        assert (whole.pipeline, whole.state, whole.site_url) == ("analyze_export", "running", "https://example.com")
        pages = {ann.get(f"/jobs/{part.pk}").content.decode() for part in parts}
        for page in pages:
            assert all(item.picture["context"]["file_name"] in page for item in Item.objects.filter(job__batch="s:7"))
            assert Item.objects.get(job=alone).picture["context"]["file_name"] not in page
        assert ann.get("/jobs").content.decode().count("<tr>") == 1 + 2

    def test_an_image_that_is_ordered_again_in_the_same_job_is_one_image(self, ann, account, add_job):
        add_job("s:7", "delivered", "failed", "delivered", pipeline="analyze_export")
        again = add_job("s:7", "ready", "delivered")
        add_job("s:8", "failed")
        _, (group) = groups.read(account, list(groups.group_keys(account)))
        assert group.counts == {"ready": 1, "delivered": 2}
        page = ann.get(f"/jobs/{again.pk}").content.decode()
        assert "1 ready, 2 delivered" in page or "2 delivered, 1 ready" in page
        rows = {row.partition(".jpg")[0][-6:]: "Processed again since" in row for row in page.split("<tr>")[2:]}
        assert sorted(rows.values()) == [False, False, False, True, True]
        assert not any(rows[f"{again.pk[-4:]}-{position}"] for position in (0, 1))

    def test_images_of_an_order_by_itself_are_as_many_as_it_has(self, add_job):
        job = add_job("", "ready", "ready")
        Item.objects.update(reference="x")
        assert groups.group_of(job).counts == {"ready": 2}

    def test_sites_that_count_alike_are_not_mixed(self, account, add_job, make_site):
        add_job("s:7", "ready")
        stranger = make_site("Bob", url="https://bob.example").account
        Job.objects.create(account=stranger, pipeline="export", settings={}, batch="s:7")
        (group,) = groups.read(account, list(groups.group_keys(account)))
        assert len(group.orders) == 1

    def test_a_group_is_canceled_when_all_of_it_is(self, add_job):
        first, second = add_job("s:1", "cancelled"), add_job("s:1", "ready")
        Job.objects.filter(pk=first.pk).update(cancelled_at=first.created_at)
        assert groups.group_of(second).state == "finished"
        Job.objects.update(cancelled_at=first.created_at)
        assert groups.group_of(second).state == "cancelled"

    def test_a_sites_order_carries_its_own_name_of_the_job(self, site, make_pictures):
        for name in ("17-1700000000", "17-1700000000", ""):
            (picture,) = make_pictures(1)
            site.upload(picture)
            item = site.item(picture)
            wanted = {"pipeline": "export", "items": [item], "settings": {}}
            quote = site.ask("POST", "/v1/quotes", wanted).json()
            body = {**wanted, "quote_id": quote["id"], "batch": name, "automatic": name == ""}
            assert site.ask("POST", "/v1/jobs", body).status_code == 202
        found = groups.read(site.account, list(groups.group_keys(site.account)))
        assert [(len(group.orders), group.automatic) for group in found] == [(1, True), (2, False)]
        assert site.ask("POST", "/v1/jobs", {**body, "batch": "a b"}).status_code == 422


@pytest.fixture
def item(account, add_job, picture):
    """An image with its original in the storage, with text and files that nobody has fetched."""
    add_job("", "ready")
    item = Item.objects.get()
    item.sha256 = hashlib.sha256(picture).hexdigest()
    item.picture |= {"bytes": len(picture), "media_type": "image/jpeg"}
    item.analysis = {"alt": "A white lighthouse"}
    item.save()
    storage().write(original_key(account.pk, item.sha256), [picture])
    for position, (name, width) in enumerate([("full", 900), ("thumbnail", 150), ("tiny", 20)]):
        file = ResultFile.objects.create(
            account=account, item=item, position=position, name=name, width=width, height=9, bytes=width, score=80.4,
            sha256="1" * 64, media_type="image/webp", extension="webp",
        )  # fmt: skip
        storage().write(result_key(account.pk, file.pk), [f"{name}!".encode()])
    for line in ("analysis", "export"):
        Charge.objects.create(item=item, account=account, line=line, credits=1, state="held")
    return item


class TestJobPage:
    def test_what_is_not_paid_for_is_not_shown(self, ann, item, picture):
        page = ann.get(f"/jobs/{item.job_id}").content.decode()
        assert "A white lighthouse" not in page
        small = ann.get(f"/images/{item.pk}/thumbnail")
        assert (small.content, small.headers["Content-Type"]) == (picture, "image/jpeg"), "their own original"
        assert set(Charge.objects.values_list("state", flat=True)) == {"held"}, "looking costs nothing"

    def test_what_is_paid_for_is_shown_small(self, ann, item):
        Charge.objects.update(state="captured")
        page = ann.get(f"/jobs/{item.job_id}").content.decode()
        assert "A white lighthouse" in page
        assert f"/images/{item.pk}/thumbnail" in page
        small = ann.get(f"/images/{item.pk}/thumbnail")
        assert small.content == b"thumbnail!"
        assert "sandbox" in small.headers["Content-Security-Policy"]

    def test_bytes_are_those_that_the_site_told(self, ann, account, item, key):
        SiteImage.objects.create(
            account=account, site=key.site, reference="1:0", item_id=item.pk, bytes_before=4096, bytes_after=1024,
            first_at=item.created_at,
        )  # fmt: skip
        page = ann.get(f"/jobs/{item.job_id}").content.decode()
        assert "(−75%)" in page

    @pytest.mark.parametrize(
        "change", [{"bytes": 9_000_000}, {"media_type": "image/tiff"}, {"media_type": "image/svg+xml"}]
    )
    def test_what_browsers_cannot_show_small_has_a_place_holder(self, ann, item, change):
        item.picture |= change
        item.save()
        assert "no-thumbnail" in ann.get(f"/jobs/{item.job_id}").content.decode()
        assert ann.get(f"/images/{item.pk}/thumbnail").status_code == 404

    @pytest.mark.parametrize("reason", ["unreadable_image", "truncated", "unsupported_media"])
    def test_a_broken_original_is_not_shown_as_a_broken_image(self, ann, item, reason):
        Item.objects.filter(pk=item.pk).update(state="failed", reason_code=reason)
        assert "no-thumbnail" in ann.get(f"/jobs/{item.job_id}").content.decode()
        assert ann.get(f"/images/{item.pk}/thumbnail?of=before").status_code == 404

    def test_somebody_elses_images_do_not_exist(self, client, item):
        other = create_verified_user("bob@example.com", "another-password-2")
        account_of(other)
        client.force_login(other)
        assert client.get(f"/images/{item.pk}/thumbnail").status_code == 404
        assert client.get(f"/jobs/{item.job_id}").status_code == 404

    def test_what_was_reverted_on_the_site_says_so(self, ann, item):
        said = "Restored on the site"
        assert said not in ann.get(f"/jobs/{item.job_id}").content.decode()
        ReceiptRecord.objects.create(item=item, outcome="reverted")
        assert said in ann.get(f"/jobs/{item.job_id}").content.decode()

    def test_bytes_that_are_gone_are_no_fault(self, ann, item):
        storage().delete(original_key(item.account_id, item.sha256))
        assert ann.get(f"/images/{item.pk}/thumbnail").status_code == 404

    def test_long_jobs_have_pages(self, ann, add_job):
        job = add_job("", *["ready"] * 60)
        assert "Page 1 of 2" in ann.get(f"/jobs/{job.pk}").content.decode()
        names = [item.picture["context"]["file_name"] for item in job.items.order_by("position")]
        second = ann.get(f"/jobs/{job.pk}?page=2").content.decode()
        assert names[59] in second
        assert names[0] not in second
