"""The kinds of file that are told apart by their content."""

from __future__ import annotations

from typing import NamedTuple

from juli.engines.policy.labels import Label


class Kind(NamedTuple):
    """A kind of file: its names, how it is served, and what can be made of it.

    ``shown``: a browser may show it in place; never one that could act there. ``group``: which examination it gets.
    """

    id: str
    label: Label
    media_type: str
    extensions: tuple[str, ...]
    group: str = ""
    shown: bool = False


_BINARY = "application/octet-stream"
_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."

KINDS: dict[str, Kind] = {
    kind.id: kind
    for kind in [
        Kind("pdf", Label("PDF 文件", "PDF"), "application/pdf", ("pdf",), "pdf", shown=True),
        Kind(
            "docx",
            Label("Word 文档", "Word document"),
            _OOXML + "wordprocessingml.document",
            ("docx", "docm"),
            "package",
        ),
        Kind(
            "xlsx", Label("Excel 工作簿", "Excel workbook"), _OOXML + "spreadsheetml.sheet", ("xlsx", "xlsm"), "package"
        ),
        Kind(
            "pptx",
            Label("PowerPoint 演示文稿", "PowerPoint presentation"),
            _OOXML + "presentationml.presentation",
            ("pptx", "pptm"),
            "package",
        ),
        Kind("odt", Label("ODF 文本", "OpenDocument text"), _ODF + "text", ("odt",), "package"),
        Kind("ods", Label("ODF 表格", "OpenDocument spreadsheet"), _ODF + "spreadsheet", ("ods",), "package"),
        Kind("ofd", Label("OFD 版式文件", "OFD document"), "application/ofd", ("ofd",), "package"),
        Kind("doc", Label("旧版 Word 文档", "older Word document"), "application/msword", ("doc", "wps"), "compound"),
        Kind(
            "xls",
            Label("旧版 Excel 工作簿", "older Excel workbook"),
            "application/vnd.ms-excel",
            ("xls", "et"),
            "compound",
        ),
        Kind(
            "ppt",
            Label("旧版 PowerPoint 演示文稿", "older PowerPoint presentation"),
            "application/vnd.ms-powerpoint",
            ("ppt", "dps"),
            "compound",
        ),
        Kind("png", Label("PNG 图片", "PNG picture"), "image/png", ("png",), "picture", shown=True),
        Kind("jpeg", Label("JPEG 图片", "JPEG picture"), "image/jpeg", ("jpg", "jpeg"), "picture", shown=True),
        Kind("gif", Label("GIF 图片", "GIF picture"), "image/gif", ("gif",), "picture", shown=True),
        Kind("webp", Label("WebP 图片", "WebP picture"), "image/webp", ("webp",), "picture", shown=True),
        Kind("bmp", Label("BMP 图片", "BMP picture"), "image/bmp", ("bmp",), "picture"),
        Kind("tiff", Label("TIFF 图片", "TIFF picture"), "image/tiff", ("tif", "tiff"), "picture"),
        Kind("heic", Label("HEIC 图片", "HEIC picture"), "image/heic", ("heic", "heif")),
        Kind("text", Label("纯文本", "plain text"), "text/plain", ("txt", "csv")),
        Kind("rtf", Label("RTF 文档", "RTF document"), "application/rtf", ("rtf",)),
        Kind("zip", Label("ZIP 压缩包", "ZIP archive"), "application/zip", ("zip",), "package"),
        Kind("rar", Label("RAR 压缩包", "RAR archive"), _BINARY, ("rar",)),
        Kind("7z", Label("7z 压缩包", "7z archive"), _BINARY, ("7z",)),
        Kind("gzip", Label("gzip 压缩包", "gzip archive"), _BINARY, ("gz", "tgz")),
        Kind("mp4", Label("视频", "video"), "video/mp4", ("mp4", "mov", "m4v")),
        Kind("html", Label("网页", "web page"), _BINARY, ("html", "htm", "xhtml")),
        Kind("svg", Label("SVG 图形", "SVG drawing"), _BINARY, ("svg",)),
        Kind("xml", Label("XML 文件", "XML file"), _BINARY, ("xml",)),
        Kind(
            "program",
            Label("程序", "program"),
            _BINARY,
            ("exe", "dll", "com", "msi", "sh", "bat", "js", "vbs", "jar", "apk"),
        ),
        Kind("compound", Label("其他复合文档", "other compound file"), _BINARY, ("msg", "vsd", "mpp")),
        Kind("unknown", Label("无法识别的内容", "content of no known kind"), _BINARY, ()),
    ]
}
#: What a call's attachments usually are. Archives are not among them: nobody could look into them on the page.
USUAL = frozenset(
    ["pdf", "docx", "xlsx", "pptx", "doc", "xls", "ppt", "ofd", "png", "jpeg", "gif", "webp", "bmp", "tiff", "text"]
)


def kind_named(extension: str) -> Kind | None:
    """The kind that files with this extension should be; None for an extension that says nothing."""
    return next((kind for kind in KINDS.values() if extension in kind.extensions), None)
