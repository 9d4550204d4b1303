"""Choosing a person in a form."""

from django import forms

from clusters.models import Person

from . import labels


class PersonChoice(forms.ModelChoiceField):
    """One of several persons, each by a label that no other in the list has."""

    def __init__(self, *args, **kwargs):
        self.labels: dict[int, str] = {}
        super().__init__(*args, **kwargs)

    def offer(self, people) -> None:
        """Offer these persons, a queryset. One query for their labels."""
        self.queryset = people
        self.labels = labels.labels(people)

    def label_from_instance(self, person: Person) -> str:
        return self.labels.get(person.pk, person.full_name)
