"""Course folders: one YAML file a lesson, every language side by side, read into pages and written from them.

reading    a file's text → nodes that know their line
text       paragraphs of runs; `markdown` and `richtext` read and write them
shapes     what each field and block of a page looks like in a file
validating a folder → `Folder`, or every fault that it has
storing    `Folder` → course, pages and (through wagtail-localize, in `translating`) their translations
exporting  pages → `Folder` → files
editing    what was changed in the admin since a folder was loaded
"""
