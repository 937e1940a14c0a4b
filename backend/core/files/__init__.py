"""File storage behind one small interface: a local folder, or a bucket of S3 by settings."""

from backend.core.files.folder import FolderFiles
from backend.core.files.store import FileStore, StoredFile, sweep_incoming, too_large_text
from backend.core.settings import Settings

__all__ = [
    "FileStore",
    "FolderFiles",
    "StoredFile",
    "make_file_store",
    "sweep_incoming",
    "too_large_text",
]


def make_file_store(settings: Settings) -> FileStore:
    """Return the storage the settings name: the bucket if there is one, else the folder under `var_dir`."""
    root = settings.var_dir / "files"
    if settings.files_s3_bucket is None:
        return FolderFiles(root)
    from backend.core.files.s3 import S3Files

    return S3Files(
        root,
        bucket=settings.files_s3_bucket,
        endpoint=settings.files_s3_endpoint,
        region=settings.files_s3_region,
        access_key=settings.files_s3_access_key,
        secret_key=settings.files_s3_secret_key,
        prefix=settings.files_s3_prefix,
    )
