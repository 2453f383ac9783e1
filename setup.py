"""What is compiled; all else is said in pyproject.toml. Without a C compiler it is left out: Python
does the same."""

from setuptools import Extension, setup

setup(
    options={"bdist_wheel": {"py_limited_api": "cp311"}},
    ext_modules=[
        Extension(
            f"search.arrays.{name}",
            [f"search/arrays/{name}.c"],
            depends=["search/arrays/numbers.h"],
            # one for 3.11 and all that come after
            define_macros=[("Py_LIMITED_API", "0x030b0000")],
            py_limited_api=True,
            optional=True,
        )
        for name in ("chooser", "comparer", "gatherer")
    ]
)
