namespace Kolaybase.Api.Sql.Values;

/// <summary>Names by which the values of a row can be told apart.</summary>
internal static class ColumnNames
{
    /// <summary>A second column of one name gets <c>_2</c>, a third <c>_3</c>; a name that a column has by itself stays its own.</summary>
    public static string[] Distinct(IReadOnlyList<string> names)
    {
        var own = names.ToHashSet(StringComparer.Ordinal);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var distinct = new string[names.Count];
        for (var i = 0; i < names.Count; i++)
        {
            var count = seen[names[i]] = seen.GetValueOrDefault(names[i]) + 1;
            if (count == 1)
            {
                distinct[i] = names[i];
                continue;
            }

            var name = $"{names[i]}_{count}";
            while (!own.Add(name))
            {
                name = $"{names[i]}_{++count}";
            }

            (distinct[i], seen[names[i]]) = (name, count);
        }

        return distinct;
    }
}
