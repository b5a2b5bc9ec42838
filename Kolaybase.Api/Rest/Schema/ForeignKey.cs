namespace Kolaybase.Api.Rest.Schema;

/// <summary>A foreign key, by the catalogue's numbers: its tables need not be exposed, views on them may be.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Table">Oid of the table that has it.</param>
/// <param name="Columns">Its columns' numbers.</param>
/// <param name="Target">Oid of the table it points to.</param>
/// <param name="TargetColumns">The columns pointed to, each beside its own.</param>
/// <param name="Unique">Whether its columns are also a primary key or a unique constraint: then it is one to one.</param>
internal sealed record ForeignKey(string Name, uint Table, short[] Columns, uint Target, short[] TargetColumns, bool Unique);
