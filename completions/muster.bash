# Completion of muster(1) for bash.
_muster() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} verb=${COMP_WORDS[1]}
    local knowledge="--overrides --data --with --without --no-user-data --no-cache --help"
    local reading="--as --text-field --title-field --id-field --date-field --url-field --author-field --max-size --max-total --max-ratio --max-depth"
    local rows="--table --json --csv --limit --help"
    local dates="--from --to --document"
    if [ "$COMP_CWORD" -eq 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W "add extract merge said figures named audit verify diff report explain check lookup import match test --help --version" -- "$word")
        return
    fi
    case $before in
    --stance) mapfile -t COMPREPLY < <(compgen -W "asserted claimed accused denied confirmed asked urged promised warned other" -- "$word"); return ;;
    --measure)
        mapfile -t COMPREPLY < <(compgen -W "killed wounded casualties captured missing displaced deployed detained destroyed launched supplied duration age other" -- "$word")
        return ;;
    --kind)
        if [ "$verb" = named ] || [ "$verb" = import ]; then
            mapfile -t COMPREPLY < <(compgen -W "person place organisation unit nationality weapon" -- "$word")
        else
            mapfile -t COMPREPLY < <(compgen -W "direct mixed indirect" -- "$word")
        fi
        return ;;
    --policy)
        if [ "$verb" = audit ]; then
            mapfile -t COMPREPLY < <(compgen -W "lowest highest latest" -- "$word")
        else
            mapfile -t COMPREPLY < <(compgen -W "acled ucdp" -- "$word")
        fi
        return ;;
    --shape) mapfile -t COMPREPLY < <(compgen -W "acled ucdp" -- "$word"); return ;;
    --format)
        if [ "$verb" = report ]; then
            mapfile -t COMPREPLY < <(compgen -W "html geojson metadata" -- "$word")
        elif [ "$verb" = import ]; then
            mapfile -t COMPREPLY < <(compgen -W "csv geonames wikidata ftm spacy gate petrarch" -- "$word")
        else
            mapfile -t COMPREPLY < <(compgen -W "text jsonl brat citron" -- "$word")
        fi
        return ;;
    --as) mapfile -t COMPREPLY < <(compgen -W "text html mail epub docx odt rtf pdf subtitles news json jsonl csv tsv xlsx feed export chat mbox warc archive" -- "$word"); return ;;
    --data) mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;;
    esac
    if [[ $word == -* ]]; then
        local all=
        case $verb in
        add) all="--files-from --null --include --exclude --since --log --watch $reading --jobs --date --encoding --quiet $knowledge" ;;
        extract) all="--files-from --null --include --exclude --since $reading --jobs --format --date --encoding --quiet $knowledge" ;;
        merge) all="--quiet --help" ;;
        said) all="--by --about --search --again --kind --stance --quiet $dates $rows" ;;
        figures) all="--by --source --side --about --measure --place --min --policy --shape --quiet $dates $rows" ;;
        audit) all="--about --measure --place --from --to --min-sources --policy --why --same --copy --window --table --json --csv --limit --quiet ${knowledge#--overrides }" ;;
        verify) all="--table --json --csv --quiet ${knowledge#--overrides }" ;;
        diff) all="--table --json --csv --quiet --help" ;;
        named) all="--about --kind --quiet --from --to $rows" ;;
        report) all="--output --format --title --limit --from --to --quiet ${knowledge#--overrides }" ;;
        explain) all="--files-from --null --include --exclude --since $reading --why-not --date --encoding --quiet $knowledge" ;;
        check) all="--quiet $knowledge" ;;
        lookup) all="$rows --quiet ${knowledge#--overrides }" ;;
        import) all="--format --kind --map --source --licence --output --quiet" ;;
        match) all="--quiet ${knowledge#--overrides }" ;;
        test) all="--update --quiet $knowledge" ;;
        esac
        mapfile -t COMPREPLY < <(compgen -W "$all" -- "$word")
        return
    fi
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
}
complete -o filenames -F _muster muster
