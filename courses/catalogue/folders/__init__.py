"""Course folders: one YAML file a lesson, every language side by side, read into pages and written from them.

reading      a file's text → nodes that know their line
text         paragraphs of runs; `markdown` and `richtext` read and write them
shapes       how fields are read, stored, got back and written; `fields` gives those of course, pages and blocks
validating   a folder → `course.CourseFolder`, or every fault that it has
storing      that → course, pages and (through wagtail-localize, in `translating`) their translations
exporting    pages → `course.CourseFolder`; `writing` makes files of it
editing      what was changed in the admin since a folder was loaded
"""
