#!/bin/bash
#
# h2-format.sh <data>
#
# Prints the format of the database's file: the leading two parts of the H2 version that wrote it, such as 1.4 or 2.5.
# Asks the file alone: its header says the generation, and since H2 2.2, whose generation all later ones share, the
# build that created it stands in its settings (2.5.252 is build 252). Starts no JVM: this is asked before every start.

file=$1/current/db.mv.db
[[ -r $file ]] || { echo "h2-format.sh: there is no database $file" >&2; exit 1; }
# The header stands there twice, in case one was torn.
for at in 1 4097; do
    IFS= read -r -n 400 header < <(tail -c +"$at" "$file" | head -c 400 | tr -d '\0')
    [[ $header == H:2,*,fletcher:* ]] && break
done
case ,$header, in
    *,format:1,*) echo 1.4 ;;
    *,format:[23],*)
        read -r _ build < <(grep -a -o -m 1 'CREATE_BUILD [0-9]*' "$file")
        [[ $build =~ ^2[0-9][0-9]$ ]] || { echo "h2-format.sh: $file does not say which build made it" >&2; exit 1; }
        echo "2.${build:1:1}"
        ;;
    *) echo "h2-format.sh: $file is no H2 database, or of an unknown generation: ${header:0:80}" >&2; exit 1 ;;
esac
