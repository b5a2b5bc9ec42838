using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Kolaybase.ControlPlane.Registry;

/// <summary>Lets <c>dotnet ef migrations add</c> build the model; it connects to nothing.</summary>
internal sealed class RegistryContextFactory : IDesignTimeDbContextFactory<RegistryContext>
{
    public RegistryContext CreateDbContext(string[] args) =>
        new(RegistryOptions.Build(new DbContextOptionsBuilder<RegistryContext>(), b => b.UseNpgsql("Host=design-time")).Options);
}
