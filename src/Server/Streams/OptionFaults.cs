using System.ComponentModel.DataAnnotations;

namespace Server.Streams;

/// <summary>What is out of bounds in options that a client gave, by the attributes of their record.</summary>
internal static class OptionFaults
{
    /// <returns>Property and what is wrong with it; empty when all is well.</returns>
    public static IReadOnlyList<(string Property, string Problem)> Of(object options)
    {
        var faults = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true);
        return [.. faults.Select(fault => (fault.MemberNames.First(), fault.ErrorMessage ?? "is invalid"))];
    }
}
