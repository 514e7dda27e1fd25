"""The only room that knows the CAD kernel: parts in, solids, meshes and STEP out.

It speaks to OCP, the kernel binding CadQuery is built on, and skips CadQuery's own import, which would double the time
of a build; `solid.Solid.to_cadquery` hands the result over to CadQuery.
"""
