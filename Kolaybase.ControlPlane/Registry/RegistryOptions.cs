using Microsoft.EntityFrameworkCore;

namespace Kolaybase.ControlPlane.Registry;

/// <summary>How every <see cref="RegistryContext"/> is configured, at run time and at design time alike.</summary>
internal static class RegistryOptions
{
    /// <summary>Applies the provider that <paramref name="useProvider"/> names and our conventions.</summary>
    public static DbContextOptionsBuilder<RegistryContext> Build(DbContextOptionsBuilder<RegistryContext> builder, Action<DbContextOptionsBuilder> useProvider)
    {
        Apply(builder, useProvider);
        return builder;
    }

    /// <summary>Applies the provider that <paramref name="useProvider"/> names and our conventions.</summary>
    public static void Apply(DbContextOptionsBuilder builder, Action<DbContextOptionsBuilder> useProvider)
    {
        useProvider(builder);
        builder.UseSnakeCaseNamingConvention();
    }
}
