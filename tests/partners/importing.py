"""Files for imports, made here, and the way of one through hand-in, preview and confirmation."""

import csv
import io

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from partners.actions import imports as actions
from partners.importing import jobs
from partners.models import ImportJob


def csv_bytes(rows, encoding="utf-8-sig"):
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_bytes(rows, formulas=()):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False, "in_memory": True}) as book:
        page = book.add_worksheet("データ")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for down, row in enumerate(rows):
            for across, value in enumerate(row):
                if hasattr(value, "year"):
                    page.write_datetime(down, across, value, day)
                else:
                    page.write(down, across, value)
        for place, formula in formulas:
            page.write_formula(place, formula, value=7)
    return file.getvalue()


def upload(content, name="list.csv"):
    return SimpleUploadedFile(name, content)


def previewed(list_name, content, person, name="list.csv"):
    """Handed in and read, as the worker reads it."""
    job, _is_new = actions.start_import(list_name, upload(content, name), actor=person, now=timezone.now())
    jobs.read(job.pk)
    return ImportJob.objects.get(pk=job.pk)


def applied(job):
    actions.confirm_import(job.pk, actor=job.user)
    jobs.apply(job.pk, now=timezone.now())
    return ImportJob.objects.get(pk=job.pk)


def reasons(job):
    return [(fault["line"], fault["column"], fault["reason"]) for fault in job.faults]
