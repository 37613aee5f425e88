"""What a transactional test finds, whatever ran before it: no rows of ours, and what migrations made."""

import pytest
from django.contrib.contenttypes.models import ContentType

from picopt_saas.accounts.models import User


@pytest.mark.parametrize("_time", ["once", "again"])
@pytest.mark.django_db(transaction=True)
def test_rows_go_and_the_names_of_models_stay_that_django_remembers(_time):
    assert not User.objects.exists()
    User.objects.create_user("ann@example.com")
    number = ContentType.objects.get_for_model(User).pk  # asked of the database once a process
    assert ContentType.objects.filter(pk=number).exists()
