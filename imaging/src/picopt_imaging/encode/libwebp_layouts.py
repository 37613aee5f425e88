"""What libwebp's functions are handed, as laid out by its `encode.h` (ABI 0x0210).

Its own initialisers refuse a caller with another major number; what a later minor one may append has room at the end.
"""

from ctypes import Structure, c_float, c_int, c_size_t, c_uint32, c_void_p
from typing import Final

ABI: Final = 0x0210
PRESET_PICTURE: Final = 1


class Config(Structure):
    """`WebPConfig`."""

    _fields_ = (
        ("lossless", c_int),
        ("quality", c_float),
        ("method", c_int),
        ("image_hint", c_int),
        ("target_size", c_int),
        ("target_psnr", c_float),
        ("segments", c_int),
        ("sns_strength", c_int),
        ("filter_strength", c_int),
        ("filter_sharpness", c_int),
        ("filter_type", c_int),
        ("autofilter", c_int),
        ("alpha_compression", c_int),
        ("alpha_filtering", c_int),
        ("alpha_quality", c_int),
        ("passes", c_int),
        ("show_compressed", c_int),
        ("preprocessing", c_int),
        ("partitions", c_int),
        ("partition_limit", c_int),
        ("emulate_jpeg_size", c_int),
        ("thread_level", c_int),
        ("low_memory", c_int),
        ("near_lossless", c_int),
        ("exact", c_int),
        ("use_delta_palette", c_int),
        ("use_sharp_yuv", c_int),
        ("qmin", c_int),
        ("qmax", c_int),
        ("room_for_later_versions", c_uint32 * 16),
    )


class Picture(Structure):
    """`WebPPicture`."""

    _fields_ = (
        ("use_argb", c_int),
        ("colorspace", c_int),
        ("width", c_int),
        ("height", c_int),
        ("planes", c_void_p * 3),
        ("strides", c_int * 2),
        ("alpha", c_void_p),
        ("alpha_stride", c_int),
        ("pad1", c_uint32 * 2),
        ("argb", c_void_p),
        ("argb_stride", c_int),
        ("pad2", c_uint32 * 3),
        ("writer", c_void_p),
        ("custom_ptr", c_void_p),
        ("extra_info_type", c_int),
        ("extra_info", c_void_p),
        ("stats", c_void_p),
        ("error_code", c_int),
        ("progress_hook", c_void_p),
        ("user_data", c_void_p),
        ("pad3", c_uint32 * 3),
        ("pad4", c_void_p * 2),
        ("pad6", c_uint32 * 8),
        ("memory", c_void_p * 2),
        ("pad7", c_void_p * 2),
        ("room_for_later_versions", c_uint32 * 16),
    )


class MemoryWriter(Structure):
    """`WebPMemoryWriter`."""

    _fields_ = (("memory", c_void_p), ("size", c_size_t), ("max_size", c_size_t), ("pad", c_uint32))
