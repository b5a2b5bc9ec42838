using Kolaybase.Api.Rest.Planning;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>Rows under their name in a statement, to which columns are spelled.</summary>
/// <param name="Source">The rows.</param>
/// <param name="Alias">Their name.</param>
internal readonly record struct Level(RowSource Source, string Alias)
{
    /// <summary>The level of a plan.</summary>
    public static Level Of(RowsPlan rows) => new(rows.Source, rows.Alias);

    /// <summary>The table that a write is about.</summary>
    public static Level Of(Relation written) => new(new RelationSource(written), SqlBuilder.Table);

    /// <summary>A row as one value.</summary>
    public string Row => HoldsRows ? $"{Alias}.r" : Alias;

    /// <summary>A column of it.</summary>
    public string Column(string name) =>
        HoldsRows ? $"({Alias}.r).{SqlText.Identifier(name)}" : $"{Alias}.{SqlText.Identifier(name)}";

    private bool HoldsRows => Source is WrittenSource { WholeRow: true } or CallSource { WholeRow: true };
}
