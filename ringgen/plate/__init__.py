"""A build plate for the printer: rings of one or many specs laid side by side, each once it has passed its checks.

rings   a spec or a file to a ring of triangles, with what its checks said
stance  how it stands on the plate
sprue   a rod at the heaviest plain place of its shank's lower third, and whether it feeds what is heavier
tag     a small flat one with raised letters, in front of its ring
packing where each goes, by its outline seen from above
laying  the flow of these, joined
output  the plate's files, read back and measured
report  the document of a plate, and how it is told at a terminal
"""
