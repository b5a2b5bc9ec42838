using System.Reflection;
using Kolaybase.Tests.Support;
using Xunit.Sdk;
using Xunit.v3;

namespace Kolaybase.Tests.Conformance.Support;

/// <summary>Runs a theory once on each major version of PostgreSQL that everything is proved on; its one parameter is that version.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MajorsAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new(PostgresServers.Majors.Select(row => (ITheoryDataRow)new TheoryDataRow<int>(row.Data)).ToArray());

    public override bool SupportsDiscoveryEnumeration() => true;
}
