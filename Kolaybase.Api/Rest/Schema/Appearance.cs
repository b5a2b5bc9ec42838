namespace Kolaybase.Api.Rest.Schema;

/// <summary>That a relation shows columns of a table: a table its own, a view those of every table it reads.</summary>
/// <param name="Table">The table's oid.</param>
/// <param name="Relation">The exposed relation.</param>
/// <param name="Numbers">For each column of the relation the number of the table's column that it shows; 0 when it shows none of that table.</param>
internal sealed record Appearance(uint Table, Relation Relation, short[] Numbers)
{
    /// <summary>
    /// Most ways in which one key is found in one view. A view that repeats a column gives a way for each, as in PostgREST; the
    /// limit keeps a view with hundreds of copies of a composite key from filling the memory.
    /// </summary>
    private const int MostChoices = 16;

    /// <summary>The relation's columns that show these columns of the table, once for every choice there is; none when one is not shown.</summary>
    public IEnumerable<Column[]> Find(short[] columns)
    {
        IEnumerable<Column[]> choices = [[]];
        foreach (var number in columns)
        {
            choices = choices.SelectMany(_ => Showing(number), (chosen, column) => (Column[])[.. chosen, column]);
        }

        return choices.Take(MostChoices);
    }

    private IEnumerable<Column> Showing(short number)
    {
        for (var i = 0; i < Numbers.Length; i++)
        {
            if (Numbers[i] == number)
            {
                yield return Relation.Columns[i];
            }
        }
    }
}
