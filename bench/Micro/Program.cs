using BenchmarkDotNet.Running;
using Micro;

// A name or pattern selects (--filter '*Letterbox*'); without one all run, so that a script never meets a question.
BenchmarkSwitcher.FromAssembly(typeof(MicroConfig).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args, new MicroConfig());
