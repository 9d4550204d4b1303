"""Files that somebody sends: of one that is too large only so much is kept as tells that it is."""

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class LimitedUploadHandler(FileUploadHandler):
    """Stands before the handlers that keep the bytes and passes on ``UPLOAD_KEPT_BYTES`` and one chunk more.

    The file is then larger than any form takes, so that the form says it in its own words; the rest of what is sent is
    read past, so that the answer arrives, and stands neither in memory nor on the disk.
    """

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.passed_on = 0

    def receive_data_chunk(self, raw_data, start):
        if self.passed_on > settings.UPLOAD_KEPT_BYTES:
            return None
        self.passed_on += len(raw_data)
        return raw_data

    def file_complete(self, file_size):
        return None
