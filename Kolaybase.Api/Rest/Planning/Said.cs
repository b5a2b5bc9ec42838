using Kolaybase.Api.Rest.Parsing;

namespace Kolaybase.Api.Rest.Planning;

/// <summary>What a query says of an embed, seen from one level.</summary>
/// <param name="path">Names of embeds from this level to the one meant.</param>
/// <param name="rows">What is said.</param>
internal sealed class Said(ReadOnlySpan<string> path, RowsQuery rows)
{
    private readonly string[] _path = path.ToArray();

    /// <summary>Gives each embed of a level what is said of it and of those inside it.</summary>
    /// <param name="embeds">The embeds of the level.</param>
    /// <param name="said">What is said of any of them.</param>
    /// <exception cref="Http.ApiException">400 <c>PGRST108</c>: something is said of an embed that is not there.</exception>
    public static (RowsQuery Rows, List<Said> Deeper)[] ByEmbed(List<SelectEmbed> embeds, List<Said> said)
    {
        var levels = embeds.Select(_ => (Rows: RowsQuery.Empty, Deeper: new List<Said>())).ToArray();
        foreach (var one in said)
        {
            var name = one._path[0];
            // The alias hides the target only where another embed is called so.
            var index = embeds.FindIndex(e => e.Name == name);
            index = index < 0 ? embeds.FindIndex(e => e.Target == name) : index;
            if (index < 0)
            {
                throw RestErrors.NotEmbedded(name);
            }

            if (one._path.Length == 1)
            {
                levels[index].Rows = Merge(levels[index].Rows, one._rows);
            }
            else
            {
                levels[index].Deeper.Add(new(one._path.AsSpan(1), one._rows));
            }
        }

        return levels;
    }

    private readonly RowsQuery _rows = rows;

    /// <summary>An embed may be meant by its alias here and by its target there.</summary>
    private static RowsQuery Merge(RowsQuery first, RowsQuery second) => new(
        first.Filters.AddRange(second.Filters),
        first.Order.IsEmpty ? second.Order : first.Order,
        first.Limit ?? second.Limit,
        first.Offset == 0 ? second.Offset : first.Offset);
}
